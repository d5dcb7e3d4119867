package webhooks.it.browser;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Consumer;
import webhooks.it.harness.Places;

/** The four appearances of the console: in a wide and a narrow window, light and dark. */
final class Appearances {
  private static final int[] WIDTHS = {1440, 375};
  private static final int[] BETWEEN = {960, 1100, 1220, 1280};
  private static final int MAX_HEIGHT = 3000;

  private Appearances() {}

  /** Checks the page in each appearance, and takes its picture. */
  static void show(Browser browser, String name) {
    Path directory = Places.given("webhooks.it.screenshots");
    inEach(
        browser,
        appearance -> {
          browser.assertAccessible();
          photograph(browser, directory.resolve(name + "-" + appearance + ".png"));
        });
  }

  /** Checks the accessibility of the page in each appearance. */
  static void check(Browser browser) {
    inEach(browser, appearance -> browser.assertAccessible());
  }

  /** Checks that the page fits into windows between the two, and takes its pictures. */
  static void showBetween(Browser browser, String name) {
    Path directory = Places.given("webhooks.it.screenshots");
    for (int width : BETWEEN) {
      browser.appear(width, false);
      browser.assertAccessible();
      photograph(browser, directory.resolve("between").resolve(name + "-" + width + ".png"));
    }
    browser.appear(WIDTHS[0], false);
  }

  private static void inEach(Browser browser, Consumer<String> look) {
    for (int width : WIDTHS) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.appear(width, dark);
        look.accept(width + (dark ? "-dark" : "-light"));
      }
    }
    browser.appear(WIDTHS[0], false);
  }

  /** Writes a picture of the whole page, or of the window if a dialog is open. */
  private static void photograph(Browser browser, Path file) {
    JsonObject size =
        browser
            .evaluate(
                "({h: document.documentElement.scrollHeight, w: innerWidth,"
                    + " d: !!document.querySelector('dialog')})")
            .asJsonObject();
    JsonObjectBuilder parameters = Json.createObjectBuilder().add("format", "png");
    if (!size.getBoolean("d")) {
      parameters
          .add("captureBeyondViewport", true)
          .add(
              "clip",
              Json.createObjectBuilder()
                  .add("x", 0)
                  .add("y", 0)
                  .add("width", size.getInt("w"))
                  .add("height", Math.min(MAX_HEIGHT, size.getInt("h")))
                  .add("scale", 1));
    }
    String image =
        browser.debug("Page.captureScreenshot", parameters).asJsonObject().getString("data");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(image));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
