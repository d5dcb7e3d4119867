package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import webhooks.it.harness.selection.InBrowser;

/** The page of alerts, and the pages of the links in mails. */
@InBrowser
class ConsoleAlertsIT extends ConsoleTest {
  private static final String TOKEN = "t".repeat(43);
  private static final String BACKLOG = "A high backlog of the service concerns no single webhook.";

  /** Answers the requests of the page like a server that sends mails. */
  private static final String ALERTS =
      """
      (() => {
        const alerts = [];
        return (url, options) => {
          if (!url.pathname.includes('/alerts')) return undefined;
          if (options.method === 'POST') {
            alerts.push({id: 'a1', ...JSON.parse(options.body), confirmed: false,
              expires: '2026-10-03T14:55:00.463Z'});
            return {status: 202, body: alerts[0]};
          }
          if (options.method === 'DELETE') {
            alerts.pop();
            return {body: null};
          }
          return {body: {alerts, mail: true}};
        };
      })()\
      """;

  @Test
  void linksOfMailsNeedNoLogin() {
    follow("confirm", "Confirm this address", "Confirm", "the address is confirmed");
    follow("unsubscribe", "End these mails", "End the mails", "There are no further mails");
  }

  private void follow(String link, String title, String button, String done) {
    browser.open("about:blank");
    browser.open(console + "#/alerts/" + link + "/" + TOKEN);
    browser.awaitText(title);
    assertThat(browser.address().toString()).doesNotContain(TOKEN);
    assertThat(browser.text()).doesNotContain(done, TOKEN);
    browser.assertAccessible();

    browser.press(button);

    browser.awaitText(done);
    browser.assertAccessible();
    assertThat(browser.evaluate("JSON.stringify({...sessionStorage, ...localStorage})").toString())
        .doesNotContain(TOKEN);
  }

  @Test
  void administratorChoosesAddresses() {
    logIn(administrator);
    intercept(ALERTS);
    go("alerts");
    browser.awaitText("No address gets alerts yet.");
    browser.type("#alert-email", "operations@example.com");
    browser.press("Send the link");
    awaitAnnounced("A mail with a link is on its way to operations@example.com.");
    browser.awaitText("Not confirmed");
    browser.assertAccessible();

    browser.click(".list button");
    browser.awaitText("operations@example.com gets no more of these mails");
    browser.click("dialog footer .danger");

    awaitAnnounced("The alert is deleted.");
    browser.awaitText("No address gets alerts yet.");
  }

  @Test
  void administratorFindsTheWebhookOfAnAlert() {
    String chosen = register(inbox.url());
    register(environment.receiver().inbox().url());
    logIn(administrator);
    intercept(ALERTS);
    browser.appear(375, false);
    go("alerts");
    browser.awaitText("Webhooks found: 2");

    browser.type("#alert-search", inbox.url().getPath());
    browser.awaitText("Webhooks found: 1");
    browser.choose("#alert-webhook", nameOf(chosen));
    browser.assertAccessible();
    browser.type("#alert-email", "operations@example.com");
    browser.press("Send the link");

    awaitAnnounced("A mail with a link is on its way to operations@example.com.");
    browser.awaitElement(".list a[href='#/webhooks/" + chosen + "'] .path");
    assertThat(browser.textOf(".list .target")).contains(inbox.url().getPath());
    browser.assertAccessible();
  }

  @Test
  void pageSaysThatThereIsNoMailServer() {
    logIn(administrator);

    go("alerts");

    browser.awaitText("This service sends no mails.");
    browser.awaitText("webhooks.webhookFailing.v1");
    browser.assertAccessible();
  }

  @Test
  void operatorReadsHowAHighBacklogIsReported() {
    logIn(administrator);

    go("alerts");

    browser.awaitText(BACKLOG);
  }
}
