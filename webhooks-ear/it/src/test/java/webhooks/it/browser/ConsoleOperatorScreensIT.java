package webhooks.it.browser;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.selection.InBrowser;

/** The screens and dialogs of an operator. */
@InBrowser
class ConsoleOperatorScreensIT extends ScreensTest {
  @Test
  void everyScreenIsAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    String delivery = deliverSome(webhook);
    String page = "operator/webhooks/" + webhook;
    logIn(administrator);

    showPlace("operator", "Running", "operator");
    showPlace("operator/accounts?search=" + account, account, "operator-accounts");
    showPlace("operator/webhooks?accountId=" + account, account, "operator-webhooks");
    showDialog("Block", "nobody can activate or test it", "block");
    showDialog("Deactivate", "unless you block it", "operator-deactivate");
    showPlace(page, "3 failed attempts in a row", "operator-webhook");
    showPlace(page + "/deliveries", "HTTP 503", "operator-webhook-deliveries");
    showPlace(page + "/deliveries/" + delivery, "out of order", "operator-webhook-delivery");
    showPlace("operator/audit?accountId=" + account, "deliveries.read", "operator-audit");
    // Others have paths of this machine.
    showPlace("operator/settings?search=token", "webhooks.token.preset", "operator-settings");
  }

  @Test
  void blocksAreAccessibleInEveryAppearance() {
    block("client", "reporting-service");
    logIn(administrator);

    showPlace("operator/blocks", "reporting-service", "operator-blocks");
    browser.click("button[aria-label='Remove the block: reporting-service']");
    browser.click("dialog input[type=checkbox]");
    showWhen("What was cancelled stays cancelled", "dialog-unblock");
    browser.click("dialog footer .primary");
    awaitAnnounced("The block of the application reporting-service is removed.");
  }

  @Test
  void rejectedEventsAreAccessibleInEveryAppearance() {
    environment
        .producer()
        .publishTexts(
            List.of(
                "{\"messageId\":\"5b0f6f0e-2d2b-4f0f-9c43-7f1f6a1f0b55\","
                    + "\"eventType\":\"iModels.iModelCreated.v1\",\"accountId\":\"\","
                    + "\"content\":{\"imodelId\":\"0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11\"}}",
                "{\"eventType\":\"iModels.iModelCreated.v1\",\"content\":"));
    logIn(administrator);
    await("both").atMost(Duration.ofSeconds(30)).until(() -> countRejected() >= 2);

    showWhen("Messages that can never be accepted", "operator-rejected");
    go("operator/rejected?reason=accountId");
    await("the event without an account").until(() -> browser.count("main > .card") == 1);
    browser.press("Correct");
    browser.awaitElement("dialog textarea");
    Appearances.show(browser, "dialog-correct");
    closeDialog();
    go("operator/rejected");
    showDialog("Discard all", "will be lost", "discard");
    showDialog("Replay all", "will be sent to intake again", "replay");
  }

  /** The API returns the first 8 KiB of a message. */
  @Test
  void longRejectedEventIsAccessibleInEveryAppearance() {
    logIn(administrator);
    intercept(
        """
        url => url.pathname.endsWith('/admin/invalid-events') && {body: {_links: {}, invalidEvents: [{
          id: 'ID:1', reason: 'The account of the event is not known.', time: '2026-10-02T14:55:00Z', truncated: true,
          body: `{"eventType":"iModels.iModelCreated.v1","content":{"files":["${'model.ifc","'.repeat(1000)}`.slice(0, 8192)}]}}\
        """);
    showPlace("operator/rejected", "longer than the 8 KiB", "operator-rejected-long");
  }

  private int countRejected() {
    go("operator/settings");
    browser.awaitElement("table");
    go("operator/rejected");
    browser.awaitElement("main > :is(.card, .empty)");
    return browser.count("main > .card");
  }

  /** Ids of applications and accounts can be long, without a place for a line break. */
  @Test
  void longIdsFitIntoListsDialogsAndNotices() {
    logIn(administrator);
    intercept(
        """
        url => {
          const id = 'x'.repeat(255);
          const page = list => ({body: {...list, _links: {}}});
          if (url.pathname.endsWith('/admin/webhooks')) {
            return page({webhooks: [{id: 'w1', active: true, clientId: id, accountId: id}]});
          }
          if (url.pathname.endsWith('/admin/blocks')) {
            return page({blocks: [{kind: 'client', id, created: '2026-10-02T14:55:00Z', blockedBy: id}]});
          }
          return url.pathname.includes('/admin/blocks/') ? {status: 204} : undefined;
        }\
        """);
    go("operator/webhooks");
    browser.press("Block");
    browser.press("Application");
    assertEverythingFits("All active webhooks of the application xxx");
    browser.click("dialog input[type=checkbox]");
    browser.click("dialog footer .danger");
    assertEverythingFits("Blocked: application xxx");
    go("operator/blocks");
    assertEverythingFits("Remove the block");
  }

  private void assertEverythingFits(String text) {
    browser.awaitText(text);
    Appearances.check(browser);
  }
}
