package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import webhooks.it.harness.browser.WebDriver;

/**
 * The keyboard of a person who uses no mouse. The browser decides which element gets a key, and
 * each element that gets the focus by the tabulator key must be seen.
 */
final class Keyboard {
  private static final String SHIFT = "\uE008";
  private static final int MAX_TABS = 40;

  private final Browser browser;
  private final WebDriver driver;
  private int keys;

  Keyboard(Browser browser, WebDriver driver) {
    this.browser = browser;
    this.driver = driver;
  }

  void press(String key) {
    perform(strokes(key));
    keys++;
  }

  /** Types a text, whose letters do not count. */
  void type(String text) {
    JsonArrayBuilder all = Json.createArrayBuilder();
    text.codePoints().mapToObj(Character::toString).forEach(each -> addStroke(all, each));
    perform(all);
  }

  /** Presses the tabulator key until the focus is on an element that this selector matches. */
  void tabTo(String css) {
    move("document.activeElement.matches(%s)".formatted(Json.createValue(css)), false);
  }

  /** Presses the tabulator key until the focus is on the button or link of this text. */
  void tabToText(String text) {
    move(hasText(text), false);
  }

  /** Presses Shift and the tabulator key until the focus is on the button or link of this text. */
  void tabBackToText(String text) {
    move(hasText(text), true);
  }

  private static String hasText(String text) {
    return "document.activeElement.innerText.trim() === " + Json.createValue(text);
  }

  private void move(String reached, boolean back) {
    for (int tabs = 0; tabs < MAX_TABS && !holds(reached); tabs++) {
      perform(back ? shifted(Browser.TAB) : strokes(Browser.TAB));
      keys++;
      assertFocusIsSeen();
    }
    assertThat(holds(reached)).as(reached).isTrue();
  }

  /** Selects the text of the field that has the focus, as the tabulator key does. */
  void selectAll() {
    press(Browser.TAB);
    perform(shifted(Browser.TAB));
    keys++;
  }

  private boolean holds(String condition) {
    return browser.evaluate(condition).equals(JsonValue.TRUE);
  }

  private void assertFocusIsSeen() {
    assertThat(
            holds(
                "(each => { const {left, right, top, bottom, width} = each.getBoundingClientRect();"
                    + " return each !== document.body && width > 1 && right > 0 && bottom > 0"
                    + " && left < innerWidth && top < innerHeight; })(document.activeElement)"))
        .as("the focus is seen: %s", browser.evaluate("document.activeElement.outerHTML"))
        .isTrue();
  }

  /** Returns how many keys were pressed since the last call. */
  int keys() {
    int before = keys;
    keys = 0;
    return before;
  }

  private static JsonArrayBuilder strokes(String key) {
    JsonArrayBuilder all = Json.createArrayBuilder();
    addStroke(all, key);
    return all;
  }

  private static JsonArrayBuilder shifted(String key) {
    JsonArrayBuilder all = Json.createArrayBuilder().add(act("keyDown", SHIFT));
    addStroke(all, key);
    return all.add(act("keyUp", SHIFT));
  }

  private static void addStroke(JsonArrayBuilder all, String key) {
    all.add(act("keyDown", key)).add(act("keyUp", key));
  }

  private static JsonObject act(String type, String key) {
    return Json.createObjectBuilder().add("type", type).add("value", key).build();
  }

  private void perform(JsonArrayBuilder acts) {
    JsonObject source =
        Json.createObjectBuilder()
            .add("type", "key")
            .add("id", "keyboard")
            .add("actions", acts)
            .build();
    driver.post(
        "/actions",
        Json.createObjectBuilder().add("actions", Json.createArrayBuilder().add(source)).build());
  }
}
