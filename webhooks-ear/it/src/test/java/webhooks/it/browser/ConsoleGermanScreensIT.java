package webhooks.it.browser;

import org.junit.jupiter.api.Test;
import webhooks.it.harness.selection.InBrowser;

/** Screens of an account in German, whose words are longer. */
@InBrowser
class ConsoleGermanScreensIT extends ScreensTest {
  @Test
  void screensAreAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    deliverSome(webhook);
    logIn(administrator);
    browser.onEveryPage(
        "Object.defineProperty(navigator, 'languages', {get: () => ['de-DE', 'en']})");
    browser.evaluate("location.reload()");
    browser.awaitText("Abmelden");

    showWhen("16,7", "german-webhooks");
    go("webhooks/" + webhook);
    browser.awaitText("Secret erneuern");
    showWhen("HTTP 503", "german-webhook");
    browser.press("Zustellungen nachliefern");
    showWhen("Noch einmal zu senden: 1 Zustellung.", "german-dialog-recover");
    closeDialog();
    go("webhooks/" + webhook + "/deliveries");
    browser.awaitElement("tbody input[type=checkbox]");
    showWhen("HTTP 503", "german-deliveries");
    showPlace("webhooks/" + webhook + "/options", "Nicht pausiert", "german-options");
  }
}
