package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.selection.InBrowser;

/** Uses the console as an operator does, and as an administrator of an iTwin. */
@InBrowser
class ConsoleOperatorIT extends ConsoleTest {
  private static final String ATTACK = "<img src=x onerror=window.hacked=1>";

  @Test
  void seesNodesAccountsAndActs() {
    String webhook = register(inbox.url());
    environment.producer().publish(Event.ofAccount(account));
    awaitDelivery(webhook, "succeeded");
    logIn(administrator);

    // A node first announces itself before its broker has answered.
    openExamined("operator", "Answers");
    assertThat(browser.text()).contains("Running", "Last seen", "Database");
    assertThat(browser.count("table.list tbody tr")).isEqualTo(1);
    // Within ten seconds the node writes its counts.
    awaitFigure("Events");
    awaitFigure("Delivered");
    browser.press("24 hours");
    browser.awaitText("Per hour");
    assertThat(browser.count(".charts figure")).isEqualTo(2);

    openExamined("operator/accounts?search=" + account, account);
    browser.press("24 hours");
    browser.awaitText("0 %");
    browser.press(account);
    browser.awaitElement("table.webhooks tbody tr");
    assertThat(browser.count("table.webhooks tbody tr")).isEqualTo(1);

    openExamined("operator/settings?changed=yes", "mp.jwt.verify.issuer");
    assertThat(browser.text()).doesNotContain("webhooks.retention");

    openExamined("operator/audit?webhookId=" + webhook, "webhook.activated");
    assertThat(browser.count("tbody tr")).isEqualTo(2);
    browser.choose("select[aria-label=Act]", "webhook.created");
    browser.awaitText("webhook.created");
    assertThat(browser.text()).contains(clientId());
  }

  /** The page of another account's webhook shows all of it, changes nothing, and is audited. */
  @Test
  void readsAWebhookOfAnotherAccountAndItsDeliveries() {
    inbox.respondWith(503).respondWithBody("out of order".getBytes(StandardCharsets.UTF_8));
    String webhook = register(URI.create(inbox.url() + "?key=hidden"));
    environment.producer().publish(Event.ofAccount(account).holding("{\"name\":\"a rare pump\"}"));
    String delivery = awaitDelivery(webhook, "exhausted");
    logIn(operatorOf("account-" + UUID.randomUUID()));
    openExamined("operator/webhooks?search=" + webhook, account);

    browser.click("tbody a.target");
    assertThat(browser.awaitText("This page changes nothing."))
        .contains("Failing", "3 failed attempts in a row.", "HTTP 503", clientId(), Event.CREATED)
        .doesNotContain("hidden");
    assertThat(browser.count("main .actions button")).isZero();
    Appearances.check(browser);
    assertThat(readsOf(webhook)).as("nobody has read deliveries").isEmpty();

    browser.press("Deliveries");
    browser.awaitText("HTTP 503");
    Appearances.check(browser);
    assertThat(readsOf(webhook)).containsExactly("");
    browser.choose("select[aria-label=Status]", "Delivered");
    browser.awaitText("No delivery matches.");
    browser.back();
    browser.awaitText("HTTP 503");

    browser.click("tbody td a");
    assertThat(browser.awaitText("a rare pump"))
        .contains("Attempt 1", "Attempt 3", "HTTP 503", "out of order", "Exhausted");
    assertThat(browser.count("main .actions button")).isZero();
    Appearances.check(browser);
    assertThat(readsOf(webhook)).containsExactly("delivery=" + delivery, "", "", "");
    openExamined("operator/audit?webhookId=" + webhook + "&action=deliveries.read", delivery);
    assertThat(browser.count("tbody tr")).isEqualTo(4);
  }

  /** Returns which deliveries were read, newest first, as the owner is shown it. */
  private List<String> readsOf(String webhook) {
    return get("/webhooks/" + webhook + "/audit?action=deliveries.read", 200)
        .getJsonArray("acts")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(act -> act.getString("detail", ""))
        .toList();
  }

  /** Waits until the node page counts at least one of these. */
  private void awaitFigure(String name) {
    await(name)
        .until(
            () ->
                browser
                    .evaluate(
                        "[...document.querySelectorAll('.figures div')].some(each =>"
                            + " each.querySelector('dt').textContent === '%s'".formatted(name)
                            + " && Number(each.querySelector('dd').textContent) > 0)")
                    .toString()
                    .equals("true"));
  }

  @Test
  void saysThatTheRoleOfAnOperatorIsMissing() {
    logIn(administratorOf(account));

    openExamined("operator", "Your login does not have the role of an operator.");
    openExamined("operator/webhooks", "Your login does not have the role of an operator.");
    assertOnlyAnswered(403);
  }

  @Test
  void deactivatesAWebhookOfAnyAccount() {
    String webhook = register(inbox.url());
    logIn(administrator);
    openExamined("operator/webhooks?accountId=" + account, account);

    browser.press("Deactivate");
    browser.awaitText("gets no more events");
    browser.assertAccessible();
    browser.click("dialog footer .danger");

    browser.awaitText("Deactivated by an administrator of the service or of the iTwin's account.");
    awaitAnnounced(
        "The webhook " + webhook + " at " + inbox.url().getAuthority() + " is inactive.");
  }

  /** Texts of a publisher are as hostile as those of a receiver. */
  @Test
  void replaysRejectedEventsWhoseTextStaysText() {
    environment.producer().publishTexts(List.of("{\"a\":\"" + ATTACK + "\u202e\"}"));
    logIn(administrator);
    openExamined("operator/rejected", ATTACK);

    assertThat(browser.text()).contains("\\u202e");
    assertThat(browser.count("main img")).isZero();
    assertThat(browser.evaluate("window.hacked === undefined")).isEqualTo(JsonValue.TRUE);

    browser.press("Replay all");
    browser.awaitText("Replay all rejected events?");
    browser.assertAccessible();
    browser.click("dialog footer .primary");
    awaitAnnounced("sent to intake again");
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
    assertThat(browser.textOf("tbody")).doesNotContain("Send a test event", "Delete");
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
