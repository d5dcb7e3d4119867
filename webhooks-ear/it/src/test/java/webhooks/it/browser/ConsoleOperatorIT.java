package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.selection.InBrowser;

/** Uses the console as an operator does, and as an administrator of an iTwin. */
@InBrowser
class ConsoleOperatorIT extends ConsoleTest {
  private static final String ATTACK = "<img src=x onerror=window.hacked=1>";

  private void open(String place, String text) {
    browser.open(console + "#/" + place);
    browser.awaitText(text);
    browser.assertAccessible();
  }

  @Test
  void seesNodesAccountsAndActs() {
    String webhook = register(inbox.url());
    environment.producer().publish(Event.ofAccount(account));
    awaitDelivery(webhook, "succeeded");
    logIn(administrator);

    open("operator", "Running");
    assertThat(browser.text()).contains("Answers", "Last seen", "Database");
    assertThat(browser.count("tbody tr")).isEqualTo(1);

    open("operator/accounts", account);
    browser.press("24 hours");
    browser.awaitText("0 %");
    browser.press(account);
    browser.awaitElement("table.webhooks tbody tr");
    assertThat(browser.count("table.webhooks tbody tr")).isEqualTo(1);

    open("operator/settings?changed=yes", "mp.jwt.verify.issuer");
    assertThat(browser.text()).doesNotContain("webhooks.retention");

    open("operator/audit?webhookId=" + webhook, "webhook.activated");
    assertThat(browser.count("tbody tr")).isEqualTo(2);
    browser.choose("select[aria-label=Act]", "webhook.created");
    browser.awaitText("webhook.created");
    assertThat(browser.text()).contains(clientId());
  }

  @Test
  void deactivatesAWebhookOfAnyAccount() {
    register(inbox.url());
    logIn(administrator);
    open("operator/webhooks?accountId=" + account, account);

    browser.press("Deactivate");
    browser.awaitText("gets no more events");
    browser.assertAccessible();
    browser.click("dialog footer .danger");

    browser.awaitText("Deactivated by an administrator of the service or of the iTwin's account.");
  }

  @Test
  void blocksAnAccountAndRemovesTheBlock() {
    String webhook = register(inbox.url());
    logIn(administrator);
    open("operator/webhooks?accountId=" + account, account);

    browser.press("Block");
    browser.press("Account");
    browser.awaitText("All webhooks of the account " + account + " are deactivated");
    browser.assertAccessible();
    browser.click("dialog footer .danger");
    browser.awaitText("Blocked: account " + account);
    browser.awaitText("Inactive");

    open("webhooks/" + webhook, "Deactivated by an administrator");
    browser.press("Activate");
    browser.click("dialog footer .primary");
    browser.awaitText("An administrator has blocked the account.");
    assertOnlyAnswered(403);
    browser.key(Browser.ESCAPE);

    open("operator/blocks", account);
    browser.press("Remove the block");
    browser.awaitText("The webhooks stay inactive until their owners activate them.");
    browser.assertAccessible();
    browser.click("dialog footer .primary");
    browser.awaitText("Nothing is blocked.");
    setActive(webhook, true);
  }

  /** Texts of a publisher are as hostile as those of a receiver. */
  @Test
  void replaysRejectedEventsWhoseTextStaysText() {
    environment.producer().publishTexts(List.of("{\"a\":\"" + ATTACK + "\u202e\"}"));
    logIn(administrator);
    open("operator/rejected", ATTACK);

    assertThat(browser.text()).contains("\\u202e");
    assertThat(browser.count("main img")).isZero();
    assertThat(browser.evaluate("window.hacked === undefined")).isEqualTo(JsonValue.TRUE);

    browser.press("Replay all");
    browser.awaitText("Replay all rejected events?");
    browser.assertAccessible();
    browser.click("dialog footer .primary");
    browser.awaitText("sent to intake again");
  }

  @Test
  void administratorOfAnITwinSeesTheWebhookAndStopsIt() {
    String other = "account-" + UUID.randomUUID();
    String webhook = registerOnITwin(other);
    logIn(administratorOf(other));
    browser.awaitText("1 webhook");
    browser.assertAccessible();

    browser.click("table summary");
    browser.awaitText("Deactivate");
    assertThat(browser.text()).doesNotContain("Send a test event", "Delete");
    browser.key(Browser.ESCAPE);

    browser.click("tbody a.target");
    browser.awaitText("You administer the iTwin of this webhook, not its account.");
    assertThat(browser.text()).doesNotContain("History", "Rotate the secret");
    browser.assertAccessible();
    browser.press("Deactivate");
    browser.awaitText("how many deliveries that are is not known");
    browser.click("dialog footer .danger");
    browser.awaitText("Inactive");
    // The browser notes each answer that is no success; these say that the deliveries are not for
    // this person.
    assertThat(browser.problems()).allMatch(problem -> problem.contains("403 (Forbidden)"));

    assertThat(
            get("/webhooks/" + webhook + "/audit?action=webhook.deactivated", 200)
                .getJsonArray("acts")
                .getJsonObject(0)
                .getString("by"))
        .isEqualTo("other");
  }

  @Test
  void menuOfARowWorksByKeyboardAndCloses() {
    register(inbox.url());
    logIn(administrator);
    browser.awaitText("1 webhook");

    browser.click("table summary");
    browser.awaitElement("details.menu[open]");
    browser.assertAccessible();
    browser.key(Browser.ESCAPE);
    assertThat(browser.count("details.menu[open]")).isZero();
    assertThat(browser.count("table summary:focus")).isEqualTo(1);

    browser.click("table summary");
    browser.press("Send a test event");
    browser.click("dialog footer .primary");
    browser.awaitText("The receiver confirmed the test event.");
    browser.assertAccessible();
  }
}
