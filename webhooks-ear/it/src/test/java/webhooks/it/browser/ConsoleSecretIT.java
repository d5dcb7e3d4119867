package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.selection.InBrowser;

/** A new secret, which the console shows only once, is not lost by accident. */
@InBrowser
class ConsoleSecretIT extends ConsoleTest {
  @Test
  void newSecretOutlivesTheSession() {
    String webhook = register(inbox.url());
    logIn(administrator);
    browser.open(console + "#/webhooks/" + webhook);
    browser.press("Rotate the secret");
    browser.click("dialog footer .primary");
    rememberSecret();
    browser.evaluate(
        "window.refused = 0; window.fetch = async () => { window.refused++; return new Response("
            + "JSON.stringify({error: {code: 'Unauthorized', message: 'invalid access_token'}}),"
            + " {status: 401, headers: {'Content-Type': 'application/json'}}); }");

    await("a call that ends the session")
        .atMost(Duration.ofSeconds(30))
        .until(() -> !browser.evaluate("window.refused").toString().equals("0"));
    browser.evaluate("location.hash = '#/event-types'");
    assertThat(browser.text()).contains("It is shown only now.");

    browser.press("I have kept it");
    browser.awaitText("Your session has ended.");
  }

  @Test
  void newSecretIsNotLostByAccident() {
    String webhook = register(inbox.url());
    logIn(administrator);
    browser.open(console + "#/webhooks/" + webhook);
    browser.press("Rotate the secret");
    browser.click("dialog footer .primary");
    rememberSecret();

    // The browser lets a page prevent the first Esc only.
    browser.key(Browser.ESCAPE);
    browser.key(Browser.ESCAPE);
    assertThat(browser.awaitText("The secret is not copied yet")).contains(nameOf(webhook));
    browser.press("✕");
    browser.back();
    assertThat(browser.text()).contains("It is shown only now.");
    assertThat(
            browser
                .evaluate("dispatchEvent(new Event('beforeunload', {cancelable: true}))")
                .toString())
        .as("the browser asks before it loads the page again")
        .isEqualTo("false");

    browser.press("Close without it");
    await("the dialog closes").until(() -> browser.count("dialog") == 0);
  }

  @Test
  void copiedSecretIsClosedByEsc() {
    String webhook = register(inbox.url());
    logIn(administrator);
    browser.open(console + "#/webhooks/" + webhook);
    browser.press("Rotate the secret");
    browser.click("dialog footer .primary");
    rememberSecret();
    browser.click("dialog .secret button");
    browser.awaitText("Copied");

    browser.key(Browser.ESCAPE);

    await("the dialog closes").until(() -> browser.count("dialog") == 0);
  }
}
