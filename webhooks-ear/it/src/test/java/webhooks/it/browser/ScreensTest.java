package webhooks.it.browser;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import webhooks.it.harness.Event;

/** Looks at screens in each appearance: their accessibility, and their pictures. */
abstract class ScreensTest extends ConsoleTest {
  /** Delivers five events, and fails to deliver one more, whose delivery's id it returns. */
  String deliverSome(String webhook) {
    for (int i = 0; i < 5; i++) {
      environment.producer().publish(Event.ofAccount(account));
    }
    await("five")
        .until(() -> deliveries(webhook, "succeeded").getJsonArray("deliveries").size() == 5);
    inbox.respondWith(503).respondWithBody("out of order".getBytes(StandardCharsets.UTF_8));
    environment.producer().publish(Event.ofAccount(account));
    return awaitDelivery(webhook, "exhausted");
  }

  void showPlace(String place, String text, String name) {
    go(place);
    showWhen(text, name);
  }

  /** Looks at a list in windows in which its columns have just enough room. */
  void showBetween(String place, String text, String name) {
    go(place);
    browser.awaitText(text);
    Appearances.showBetween(browser, name);
  }

  void showDialog(String button, String text, String name) {
    browser.press(button);
    showWhen(text, "dialog-" + name);
    closeDialog();
  }

  void closeDialog() {
    browser.key(Browser.ESCAPE);
    await("no dialog").until(() -> browser.count("dialog") == 0);
  }

  void showWhen(String text, String name) {
    browser.awaitText(text);
    Appearances.show(browser, name);
  }
}
