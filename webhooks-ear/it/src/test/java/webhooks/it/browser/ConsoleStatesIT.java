package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.selection.InBrowser;

/** Each page of the console shows the same state of a webhook. */
@InBrowser
class ConsoleStatesIT extends ConsoleTest {
  private static final List<String> TABS = List.of("", "/deliveries", "/options", "/acts");

  @Test
  void everyPageSaysWhichBlockHolds() {
    String webhook = register(inbox.url());
    block("client", clientId());
    logIn(administrator);

    assertThat(listed()).contains("Blocked", "An operator blocked its application.");
    for (String tab : TABS) {
      assertThat(shownOn(webhook, tab)).contains("Blocked", "An operator blocked its application.");
    }
  }

  @Test
  void everyPageSaysSinceWhenAWebhookFails() {
    inbox.respondWith(503);
    String webhook = register(inbox.url());
    environment.producer().publish(Event.ofAccount(account));
    awaitDelivery(webhook, "exhausted");
    logIn(administrator);

    assertThat(listed()).contains("Failing", "since ");
    for (String tab : TABS) {
      assertThat(shownOn(webhook, tab)).contains("Failing", "since ");
    }
    go("operator/webhooks?accountId=" + account);
    browser.awaitElement("a.target[href^='#/operator']");
    assertThat(listed()).contains("Failing");
  }

  @Test
  void offersNoActivationWhileABlockCanNotBeRead() {
    String webhook = register(inbox.url());
    block("client", clientId());
    logIn(administrator);
    intercept("url => url.pathname.endsWith('/health') && {status: 503, body: {}}");

    for (String tab : List.of("", "/deliveries", "/acts")) {
      assertThat(shownOn(webhook, tab)).contains("Inactive", "Whether it is blocked can't be read");
    }
    go("webhooks/" + webhook);
    browser.awaitText("so it can't be activated here.");
    assertThat(browser.textOf(".actions"))
        .contains("Edit")
        .doesNotContain("Activate", "Send a test event");
    browser.assertAccessible();
  }

  /** Returns the state of the only webhook in the list. */
  private String listed() {
    browser.awaitElement("tbody td:nth-child(2) .badge");
    return browser.textOf("tbody td:nth-child(2)");
  }

  private String shownOn(String webhook, String tab) {
    go("webhooks/" + webhook + tab);
    browser.awaitElement("nav.tabs a[aria-current=page][href$='" + webhook + tab + "']");
    browser.awaitElement(".actions .state .badge");
    return browser.textOf(".actions .state");
  }
}
