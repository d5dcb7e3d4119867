package webhooks.it.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.InBrowser;

/** Tests events of chosen types, and changes options, as the owner of a webhook does. */
@InBrowser
class ConsoleOptionsIT extends ConsoleTest {
  private static final String SECRET = "canary-5f0d2b9a";

  private String openOptions() {
    String webhook = register(inbox.url());
    logIn(administrator);
    browser.awaitText("1 webhook");
    go("webhooks/" + webhook + "/options");
    browser.awaitText("Not paused");
    return webhook;
  }

  /** Presses the button that a screen reader calls by this name. */
  private void press(String name) {
    browser.click("button[aria-label='" + name + "']");
  }

  private JsonObject options(String webhook) {
    return get("/webhooks/" + webhook + "/options", 200);
  }

  private void fillContent(String json) {
    browser.evaluate(
        """
        (area => {
          area.value = '%s';
          area.dispatchEvent(new Event('input', {bubbles: true}));
        })(document.querySelector('#test-content'))"""
            .formatted(json));
  }

  private Receipt last() {
    return inbox.receipts().get(inbox.receipts().size() - 1);
  }

  @Test
  void sendsATestOfAChosenTypeWithAChangedContent() {
    String webhook = register(inbox.url());
    logIn(administrator);
    browser.awaitText("1 webhook");
    go("webhooks/" + webhook);
    browser.press("Send a test event");

    browser.choose("#test-type", "realityModeling.jobCompleted.v2");
    await("the example")
        .until(
            () -> browser.evaluate("document.querySelector('#test-content').value").toString(),
            content -> content.contains("jobId") && content.contains("state"));
    browser.assertAccessible();
    browser.click("dialog footer .primary");
    awaitAnnounced("The receiver confirmed the test event.");
    assertThat(last().text())
        .contains("\"state\":\"Success\"", "\"eventType\":\"realityModeling.jobCompleted.v2\"");

    fillContent("[1]");
    browser.awaitText("This is no JSON object.");
    assertThat(browser.count("dialog footer .primary:disabled")).isEqualTo(1);
    browser.assertAccessible();
    fillContent("{\"mine\": 7}");
    browser.awaitText("Without one, the content is a short message.");
    browser.click("dialog footer .primary");
    await("the changed content")
        .until(() -> last().text().startsWith("{\"content\":{\"mine\":7},"));
  }

  @Test
  void setsSecretHeadersWhichNeverComeBack() {
    String webhook = openOptions();

    press("Set: Headers");
    browser.type("#headers-0-name", "X-Api-Key");
    browser.type("#headers-0-value", SECRET);
    assertThat(browser.evaluate("document.querySelector('#headers-0-value').type").toString())
        .contains("password");
    browser.assertAccessible();
    browser.click("dialog footer .primary");
    awaitAnnounced("Saved: Headers.");

    assertThat(browser.awaitText("Set, and never shown")).contains("X-Api-Key");
    assertThat(browser.evaluate("document.documentElement.outerHTML").toString())
        .doesNotContain(SECRET);
    browser.assertAccessible();
    press("Change: Headers");
    browser.awaitText("Leave it empty to keep the present one.");
    browser.press("Add a header");
    browser.type("#headers-1-name", "X-Stage");
    browser.type("#headers-1-value", "test");
    browser.click("dialog footer .primary");
    awaitAnnounced("Saved: Headers.");
    assertThat(options(webhook).getJsonArray("headers")).hasSize(2);

    go("webhooks/" + webhook);
    browser.press("Send a test event");
    browser.click("dialog footer .primary");
    awaitAnnounced("The receiver confirmed the test event.");
    assertThat(last().header("X-Api-Key")).isEqualTo(SECRET);
  }

  @Test
  void saysWhatTheApiRefuses() {
    openOptions();
    press("Set: Headers");
    browser.type("#headers-0-name", "Host");
    browser.type("#headers-0-value", "x");

    browser.click("dialog footer .primary");

    browser.awaitText("must be a header name that may be added");
    browser.assertAccessible();
    assertOnlyAnswered(422);
  }

  @Test
  void setsAndResetsTheOtherOptions() {
    String webhook = openOptions();
    press("Set: Authentication");
    browser.choose("#authentication-type", "Token of an OAuth 2.0 issuer");
    browser.awaitElement("#authentication-clientSecret");
    browser.assertAccessible();
    browser.key(Browser.ESCAPE);
    press("Set: Authentication");
    browser.choose("#authentication-type", "User name and password");
    browser.type("#authentication-username", "maria");
    browser.type("#authentication-password", SECRET);
    save("Authentication");

    press("Set: Format");
    browser.choose("#format-mode", "By a template");
    browser.type("#format-template", "{\"text\": \"${$.eventType}\"}");
    save("Format");

    press("Set: Throttle");
    browser.type("#throttle-requestsPerSecond", "2.5");
    save("Throttle");

    press("Set: Description");
    browser.type("#description-", "Builds");
    save("Description");

    assertThat(browser.awaitText("Builds")).contains("maria", "By a template", "2.5");
    assertThat(options(webhook).toString())
        .contains(
            "\"username\":\"maria\"",
            "\"template\":{\"text\":\"${$.eventType}\"}",
            "\"requestsPerSecond\":2.5",
            "\"description\":\"Builds\"")
        .doesNotContain(SECRET);

    press("Reset: Format");
    browser.click("dialog footer .danger");
    awaitAnnounced("Reset: Format.");
    assertThat(options(webhook).containsKey("format")).isFalse();
  }

  private void save(String option) {
    browser.click("dialog footer .primary");
    awaitAnnounced("Saved: " + option + ".");
  }

  @Test
  void verifiesTheReceiver() {
    String webhook = openOptions();
    browser.awaitText("The receiver has not proven");

    browser.press("Verify");
    browser.click("dialog footer .primary");
    awaitAnnounced("The answer does not repeat the challenge.");
    browser.assertAccessible();

    inbox
        .respondWith(200)
        .respondWithBodyOf(
            body ->
                new String(body, UTF_8)
                    .replaceAll("(?s).*content.:(\\{.*?\\}).*", "$1")
                    .getBytes(UTF_8));
    browser.click("dialog footer .primary");
    awaitAnnounced("The receiver is verified.");
    browser.awaitText("Verified at");
    browser.assertAccessible();
    assertThat(get("/webhooks/" + webhook + "/verify", 200).getBoolean("verified")).isTrue();
  }

  @Test
  void pausesAndResumes() {
    String name = nameOf(openOptions());

    browser.press("Pause");
    browser.awaitText("While " + name + " is paused, its events wait.");
    browser.assertAccessible();
    browser.click("dialog footer .primary");
    awaitAnnounced("Paused until");
    browser.awaitText("Change the end");

    browser.press("Resume");
    browser.awaitText("Deliveries that wait for " + name + " are sent");
    browser.click("dialog footer .primary");
    awaitAnnounced("The webhook " + name + " is not paused any more.");
    browser.awaitText("Not paused");
  }
}
