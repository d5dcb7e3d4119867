package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.selection.InBrowser;

/** An operator blocks webhooks, applications and accounts, and removes the blocks. */
@InBrowser
class ConsoleBlocksIT extends ConsoleTest {
  private static final String BLOCK = "dialog footer .danger";

  @Test
  void blocksAnAccountAndRemovesTheBlock() {
    String webhook = register(inbox.url());
    logIn(administrator);
    openExamined("operator/webhooks?accountId=" + account, account);

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

    openExamined("webhooks/" + webhook, "until an operator of the service removes the block");
    assertThat(browser.count(".actions .primary")).isZero();
    browser.click(".notice a[href='#/operator/blocks']");
    browser.awaitText(account);
    removeBlock("account", account);
    setActive(webhook, true);
  }

  /** A webhook that its owner had deactivated before the block stays as it was. */
  @Test
  void removesABlockAndActivatesWhatItHasStopped() {
    inbox.respondWith(503).respondWithHeader("Retry-After", "3600");
    String first = register(inbox.url());
    String second = register(inbox.url());
    String inactive = register(inbox.url());
    setActive(inactive, false);
    environment.producer().publish(Event.ofAccount(account));
    awaitDelivery(first, "pending");
    awaitDelivery(second, "pending");
    logIn(administrator);
    openExamined("operator/webhooks?accountId=" + account, account);
    browser.press("Block");
    browser.press("Account");
    browser.awaitText("This stops 2 of 3 webhooks and cancels 2 deliveries that wait.");
    browser.click("dialog input[type=checkbox]");
    browser.click(BLOCK);
    awaitAnnounced("Blocked: account " + account);
    assertThat(isActive(first) || isActive(second)).isFalse();

    openExamined("operator/blocks", account);
    browser.click(removeButton(account));
    browser.click("dialog input[type=checkbox]");
    browser.awaitText("They get new events again. What was cancelled stays cancelled");
    browser.assertAccessible();
    browser.press("Remove and activate");

    awaitAnnounced(
        "The block of the account " + account + " is removed. Active again: 2 webhooks.");
    assertThat(browser.text()).doesNotContain("Skipped");
    assertThat(isActive(first)).isTrue();
    assertThat(isActive(second)).isTrue();
    assertThat(isActive(inactive)).isFalse();
  }

  /** Another block holds one of the webhooks, so it stays inactive. */
  @Test
  void countsTheWebhooksThatStayInactiveAfterABlock() {
    String free = register(inbox.url());
    String held = register(inbox.url());
    logIn(administrator);
    block("account", account);
    block("webhook", held);
    openExamined("operator/blocks", account);

    browser.click(removeButton(account));
    browser.click("dialog input[type=checkbox]");
    browser.press("Remove and activate");

    awaitAnnounced("Active again: 1 webhook. Skipped, so still inactive: 1.");
    assertThat(isActive(free)).isTrue();
    assertThat(isActive(held)).isFalse();
    removeBlock("webhook", held);
  }

  private boolean isActive(String webhook) {
    return get("/webhooks/" + webhook, 200).getBoolean("active");
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
    block("client", "a%2Fb%3Bc%20%C3%BC");
    block("client", "other");
    logIn(administrator);
    openExamined("operator/blocks", "a/b;c ü");

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
    openExamined("operator/webhooks", "receiver.example.com");
  }

  private void answerBlock(String answer) {
    await("the request to block")
        .until(() -> browser.evaluate("!!window.answer").equals(JsonValue.TRUE));
    browser.evaluate("window.answer(" + answer + "), window.answer = null");
  }
}
