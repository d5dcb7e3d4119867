package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import webhooks.it.harness.Places;
import webhooks.it.harness.browser.WebDriver;

/**
 * A browser as a person uses it: looks for what the page shows, clicks, types.
 *
 * <p>Scripts of the tests run by the debugging protocol, which the page's content security policy
 * does not concern.
 */
final class Browser implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final String CSS = "css selector";
  private static final String XPATH = "xpath";

  /** The key that a person presses, as WebDriver writes it. */
  static final String ENTER = "\uE007";

  static final String TAB = "\uE004";
  static final String ESCAPE = "\uE00C";

  private final WebDriver driver;
  private int clicks;
  private final String axe;

  /** Starts a browser with a new profile. */
  Browser(String name) {
    driver = new WebDriver(Places.given("webhooks.it.chromedriver"), name);
    try {
      axe = Files.readString(axeFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path axeFile() throws IOException {
    try (var files = Files.walk(Places.given("webhooks.it.axe"))) {
      return files.filter(file -> file.endsWith("axe.min.js")).findFirst().orElseThrow();
    }
  }

  void open(String url) {
    driver.post("/url", Json.createObjectBuilder().add("url", url).build());
  }

  URI address() {
    return URI.create(((JsonString) driver.get("/url")).getString());
  }

  /** Waits until the page has this text, and returns the whole text of the page. */
  String awaitText(String text) {
    return await("the page to show: " + text)
        .atMost(LIMIT)
        .until(this::text, shown -> shown.contains(text));
  }

  /** Returns what the page shows, as a person would copy it. */
  String text() {
    return evaluate("document.body.innerText") instanceof JsonString text ? text.getString() : "";
  }

  int count(String css) {
    return Integer.parseInt(
        evaluate("document.querySelectorAll(" + Json.createValue(css) + ").length").toString());
  }

  void awaitElement(String css) {
    await(css).atMost(LIMIT).until(() -> count(css) > 0);
  }

  /** Clicks the first element, as soon as there is one. */
  void click(String css) {
    awaitElement(css);
    driver.post(element("", CSS, css) + "/click", JsonObject.EMPTY_JSON_OBJECT);
    clicks++;
  }

  /** Chooses an option of a list by its text, which a person does by one click on each. */
  void choose(String css, String option) {
    String wanted = ".//option[normalize-space()=\"%s\"]".formatted(option);
    clickAsSoonAsFound(option, () -> element(element("", CSS, css), XPATH, wanted));
    clicks += 2;
  }

  /** Sets a field of date and time, which a person clicks and types. */
  void fillTime(String css, LocalDateTime time) {
    awaitElement(css);
    evaluate(
        "(field => { field.value = '%s'; field.dispatchEvent(new Event('change', {bubbles: true})); })"
                .formatted(time.truncatedTo(ChronoUnit.MINUTES))
            + "(document.querySelector("
            + Json.createValue(css)
            + "))");
    clicks++;
  }

  void back() {
    driver.post("/back", JsonObject.EMPTY_JSON_OBJECT);
  }

  /** Returns how many clicks there were since the last call. */
  int clicks() {
    int before = clicks;
    clicks = 0;
    return before;
  }

  /** Clicks a button or a link of this text as soon as there is one, in a dialog if one is open. */
  void press(String text) {
    String path =
        ("//*[self::button or self::a or self::summary][not(@disabled)][normalize-space()=\"%s\"]"
                + "[ancestor::dialog or not(//dialog)]")
            .formatted(text);
    clickAsSoonAsFound(text, () -> element("", XPATH, path));
    clicks++;
  }

  private void clickAsSoonAsFound(String name, Supplier<String> element) {
    await(name)
        .atMost(LIMIT)
        .ignoreException(IllegalStateException.class)
        .until(
            () -> {
              driver.post(element.get() + "/click", JsonObject.EMPTY_JSON_OBJECT);
              return true;
            });
  }

  void type(String css, String text) {
    awaitElement(css);
    driver.post(
        element("", CSS, css) + "/value", Json.createObjectBuilder().add("text", text).build());
  }

  void key(String key) {
    JsonObject active = driver.get("/element/active").asJsonObject();
    driver.post(
        "/element/" + active.getString(ELEMENT) + "/value",
        Json.createObjectBuilder().add("text", key).build());
  }

  /** Returns the keyboard, whose keys reach what has the focus. */
  Keyboard keyboard() {
    return new Keyboard(this, driver);
  }

  /** Returns the path of the first element that is found in another one, or in the page. */
  private String element(String from, String strategy, String value) {
    JsonObject query =
        Json.createObjectBuilder().add("using", strategy).add("value", value).build();
    return "/element/" + driver.post(from + "/element", query).asJsonObject().getString(ELEMENT);
  }

  /** Looks for elements in a frame from now on, until another page is opened. */
  void enterFrame(String css) {
    String id = element("", CSS, css).replace("/element/", "");
    JsonObject frame = Json.createObjectBuilder().add(ELEMENT, id).build();
    driver.post("/frame", Json.createObjectBuilder().add("id", frame).build());
  }

  /** Returns the text of an element, also in a frame. */
  String textOf(String css) {
    JsonValue text = driver.get(element("", CSS, css) + "/text");
    return ((JsonString) text).getString();
  }

  /** Shows pages in a window of this width, in light or dark, without transitions. */
  void appear(int width, boolean dark) {
    debug(
        "Emulation.setDeviceMetricsOverride",
        Json.createObjectBuilder()
            .add("width", width)
            .add("height", width > 500 ? 900 : 812)
            .add("deviceScaleFactor", 1)
            .add("mobile", false));
    debug(
        "Emulation.setEmulatedMedia",
        Json.createObjectBuilder()
            .add(
                "features",
                Json.createArrayBuilder()
                    .add(
                        Json.createObjectBuilder()
                            .add("name", "prefers-color-scheme")
                            .add("value", dark ? "dark" : "light"))
                    .add(
                        Json.createObjectBuilder()
                            .add("name", "prefers-reduced-motion")
                            .add("value", "reduce"))));
  }

  /** Runs a script and returns its value. */
  JsonValue evaluate(String script) {
    JsonObject answer =
        debug(
                "Runtime.evaluate",
                Json.createObjectBuilder()
                    .add("expression", script)
                    .add("awaitPromise", true)
                    .add("returnByValue", true))
            .asJsonObject();
    assertThat(answer.keySet()).as(answer.toString()).doesNotContain("exceptionDetails");
    return answer.getJsonObject("result").getOrDefault("value", JsonValue.NULL);
  }

  /** Runs a script at the beginning of each page that is opened from now on. */
  void onEveryPage(String script) {
    debug(
        "Page.addScriptToEvaluateOnNewDocument", Json.createObjectBuilder().add("source", script));
  }

  /** Calls a command of the debugging protocol. */
  JsonValue debug(String command, JsonObjectBuilder parameters) {
    return driver.post(
        "/goog/cdp/execute",
        Json.createObjectBuilder().add("cmd", command).add("params", parameters).build());
  }

  /** Checks the page by axe, which knows the rules of accessibility. */
  void assertAccessible() {
    JsonValue violations =
        evaluate(
            axe
                + ";axe.run().then(r => r.violations.map("
                + "v => v.id + ': ' + v.nodes.map(n => n.html).join(' ; ')))");
    assertThat(violations.asJsonArray()).as("violations at " + address()).isEmpty();
    assertThat(evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as("the page fits into the window")
        .isEqualTo(JsonValue.TRUE);
    assertThat(
            evaluate(
                "[...document.querySelectorAll('dialog')]"
                    + ".every(each => each.scrollWidth <= each.clientWidth)"))
        .as("the content fits into the dialog")
        .isEqualTo(JsonValue.TRUE);
  }

  /**
   * Returns errors of scripts and violations of the content security policy since the last call.
   */
  List<String> problems() {
    return driver
        .post("/se/log", Json.createObjectBuilder().add("type", "browser").build())
        .asJsonArray()
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(entry -> entry.getString("level").equals("SEVERE"))
        .map(entry -> entry.getString("message"))
        .toList();
  }

  @Override
  public void close() {
    driver.close();
  }
}
