package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.selection.InBrowser;

/** Uses the console as an operator does, and as an administrator of an iTwin. */
@InBrowser
class ConsoleOperatorIT extends ConsoleTest {
  private static final String ATTACK = "<img src=x onerror=window.hacked=1>";

  private static final String BLOCK = "dialog footer .danger";

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

    // A node first announces itself before its broker has answered.
    open("operator", "Answers");
    assertThat(browser.text()).contains("Running", "Last seen", "Database");
    assertThat(browser.count("tbody tr")).isEqualTo(1);

    open("operator/accounts?search=" + account, account);
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
  void saysThatTheRoleOfAnOperatorIsMissing() {
    logIn(administratorOf(account));

    open("operator", "Your login does not have the role of an operator.");
    open("operator/webhooks", "Your login does not have the role of an operator.");
    assertOnlyAnswered(403);
  }

  @Test
  void deactivatesAWebhookOfAnyAccount() {
    String webhook = register(inbox.url());
    logIn(administrator);
    open("operator/webhooks?accountId=" + account, account);

    browser.press("Deactivate");
    browser.awaitText("gets no more events");
    browser.assertAccessible();
    browser.click("dialog footer .danger");

    browser.awaitText("Deactivated by an administrator of the service or of the iTwin's account.");
    awaitAnnounced(
        "The webhook " + webhook + " at " + inbox.url().getAuthority() + " is inactive.");
  }

  @Test
  void blocksAnAccountAndRemovesTheBlock() {
    String webhook = register(inbox.url());
    logIn(administrator);
    open("operator/webhooks?accountId=" + account, account);

    browser.press("Block");
    browser.press("Account");
    browser.awaitText("All active webhooks of the account " + account + " are deactivated");
    browser.assertAccessible();
    browser.click("dialog input[type=checkbox]");
    browser.press("Application");
    browser.awaitText("All active webhooks of the application");
    assertThat(browser.count(BLOCK + ":disabled")).isEqualTo(1);
    browser.press("Account");
    browser.click(BLOCK);
    browser.awaitText("Blocked: account " + account);
    browser.awaitText("Block: account");
    browser.awaitText("Inactive");
    browser.assertAccessible();

    browser.press("Block");
    browser.awaitText("The webhook " + webhook + " at 127.0.0.1");
    assertThat(browser.count("dialog .choice button")).isEqualTo(2);
    assertThat(browser.text()).contains("is inactive already.").doesNotContain("Blocked: account");
    browser.key(Browser.ESCAPE);

    open("webhooks/" + webhook, "until an operator of the service removes the block");
    assertThat(browser.count(".actions .primary")).isZero();
    browser.click(".notice a[href='#/operator/blocks']");
    browser.awaitText(account);
    removeBlock("account", account);
    setActive(webhook, true);
  }

  /** The webhook is made up, so that its ids differ and need encoding. */
  @ParameterizedTest
  @CsvSource({
    "Webhook, /admin/blocks/webhook/w1",
    "Application, /admin/blocks/client/a%2Fb%3Bc%20%C3%BC",
    "Account, /admin/blocks/account/d%2Fe%3Bf%20%C3%BC"
  })
  void blocksTheChosenTarget(String choice, String path) {
    logIn(administrator);
    showOddWebhook();

    browser.press("Block");
    browser.press(choice);
    if (!choice.equals("Webhook")) {
      browser.click("dialog input[type=checkbox]");
    }
    browser.click(BLOCK);
    answerBlock("{status: 204}");

    awaitAnnounced("Blocked: ");
    assertThat(((JsonString) browser.evaluate("window.asked")).getString()).endsWith(path);
  }

  @Test
  void dialogStaysWhileItsRequestRunsAndSaysWhatFailed() {
    logIn(administrator);
    showOddWebhook();
    browser.press("Block");
    browser.click(BLOCK);

    assertDialogStays();
    answerBlock("{status: 503, body: {error: {code: 'ServiceUnavailable', message: 'Later.'}}}");
    browser.awaitText("Later.");
    browser.assertAccessible();

    browser.click(BLOCK);
    browser.evaluate("window.deleted = true");
    answerBlock("{status: 404, body: {error: {code: 'WebhookNotFound', message: 'Unknown.'}}}");
    browser.awaitText("does not exist any more, or you may not act on it any more.");
    browser.awaitText("No webhooks.");
    browser.press("Cancel");
    await("no dialog").until(() -> browser.count("dialog") == 0);
  }

  @Test
  void removesTheBlockOfTheChosenRow() {
    block("a%2Fb%3Bc%20%C3%BC");
    block("other");
    logIn(administrator);
    open("operator/blocks", "a/b;c ü");

    browser.click("tr:has(" + removeButton("a/b;c ü") + ") td[data-label='Blocked by'] a");
    browser.awaitText("client a/b;c ü");
    assertThat(browser.address().toString()).endsWith("operator/audit?action=block.added");
    browser.back();

    removeBlock("application", "a/b;c ü");
    removeBlock("application", "other");
  }

  private void removeBlock(String kind, String id) {
    browser.click(removeButton(id));
    browser.awaitText("The webhooks stay inactive until their owners activate them.");
    browser.assertAccessible();
    browser.click("dialog footer .primary");
    awaitAnnounced("The block of the " + kind + " " + id + " is removed.");
    assertThat(browser.count(removeButton(id))).isZero();
    browser.assertAccessible();
  }

  private static String removeButton(String id) {
    return "button[aria-label='Remove the block: " + id + "']";
  }

  /** Shows a list with one webhook until it is deleted, and lets the test answer its block. */
  private void showOddWebhook() {
    intercept(
        """
        (url, request) => {
          const webhook = {id: 'w1', active: true, callbackUrl: 'https://receiver.example.com/hook',
            clientId: 'a/b;c ü', accountId: 'd/e;f ü'};
          if (url.pathname.endsWith('/admin/webhooks')) {
            return {body: {webhooks: window.deleted ? [] : [webhook], _links: {}}};
          }
          if (!url.pathname.includes('/admin/blocks/')) return undefined;
          const count = {count: 1, complete: true};
          if (request.method === 'GET') return {body: {webhooks: count, active: count, pending: count}};
          window.asked = url.pathname;
          return new Promise(answer => { window.answer = answer; });
        }""");
    open("operator/webhooks", "receiver.example.com");
  }

  private void answerBlock(String answer) {
    await("the request to block")
        .until(() -> browser.evaluate("!!window.answer").equals(JsonValue.TRUE));
    browser.evaluate("window.answer(" + answer + "), window.answer = null");
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
