package webhooks.it.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.InBrowser;

/** What the page of the options can do, beside a change: each dialog in each appearance. */
@InBrowser
class ConsoleOptionDialogsIT extends ScreensTest {
  private void setOptions(String webhook, String json) {
    environment
        .api()
        .patch("/webhooks/" + webhook + "/options")
        .as(token)
        .json(json)
        .send()
        .is(200);
  }

  private void openOptions(String webhook) {
    logIn(administrator);
    go("webhooks/" + webhook + "/options");
    browser.awaitText("Not paused");
  }

  private void confirm() {
    browser.click("dialog footer .primary");
  }

  @Test
  void keysAndResetAreAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    setOptions(
        webhook,
        """
        {"signature": {"schemes": ["v1", "v1a"]}, "timeout": "PT20S", "throttle": {"requestsPerSecond": 2.5},
          "retention": {"payload": "P1D", "storeResponse": false, "redact": ["$.content.email"]},
          "description": "Builds of the north bridges", "filters": [{"exact": {"$.content.result": "Failed"}}]}""");
    openOptions(webhook);

    showWhen("Builds of the north bridges", "options-set");
    showDialog("Replace the signing key", "Makes a new key pair.", "replace-key");
    browser.click("button[aria-label='Reset: Time-out']");
    showWhen("The time-out of the service holds again.", "dialog-reset");
    closeDialog();
    browser.press("Request a certificate");
    showWhen("For example CN=webhooks,O=Example", "dialog-certificate-request");
    confirm();
    showWhen("BEGIN CERTIFICATE REQUEST", "dialog-certificate");
    browser.press("Close");
  }

  @Test
  void testOfTheAuthenticationIsAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    Inbox issuer = environment.receiver().inbox();
    setOptions(
        webhook,
        """
        {"authentication": {"type": "oauth2", "tokenUrl": "%s", "clientId": "app", "clientSecret": "canary-7c1e"}}"""
            .formatted(issuer.url()));
    openOptions(webhook);

    browser.press("Test the authentication");
    showWhen("Requests one token from the issuer now", "dialog-authentication");
    issuer.respondWith(401);
    confirm();
    awaitAnnounced("The test failed.");
    Appearances.show(browser, "dialog-authentication-failed");
    issuer
        .respondWith(200)
        .respondWithBody(
            "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":60}".getBytes(UTF_8));
    confirm();
    awaitAnnounced("The issuer gave a token.");
    Appearances.show(browser, "dialog-authentication-succeeded");
  }

  @Test
  void proofIsAccessibleInEveryAppearance() {
    openOptions(register(inbox.url()));

    browser.press("Verify");
    showWhen("has to answer with its challenge", "dialog-verify");
    confirm();
    awaitAnnounced("The answer does not repeat the challenge.");
    Appearances.show(browser, "dialog-verify-failed");
  }

  @Test
  void inactiveAndPausedWebhooksAreAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    environment
        .api()
        .post("/webhooks/" + webhook + "/pause")
        .as(token)
        .json("{\"until\":\"%s\"}".formatted(Instant.now().plus(Duration.ofHours(4))))
        .send()
        .is(200);
    logIn(administrator);
    go("webhooks/" + webhook);
    showDialog("Resume", "a few at a time at first", "resume");

    setActive(webhook, false);
    browser.evaluate("location.reload()");
    showWhen("Deactivated by its owner. Activate it", "webhook-inactive");
    showDialog("Activate", "the events that happen from now on", "activate");
  }

  /** The page makes commands only, so it has a dialog of its own for an option. */
  @Test
  void optionOfANewWebhookIsAccessibleInEveryAppearance() {
    logIn(administrator);
    go("create");
    browser.press("+ Retries");
    showWhen("One wait after each failed attempt", "dialog-create-option");
  }
}
