package webhooks.bench.scenario.console;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import webhooks.it.harness.browser.WebDriver;

/** Headless Chromium, which loads pages and evaluates scripts. For one thread. */
final class Chromium implements AutoCloseable {
  private static final Path DRIVER =
      Path.of(System.getProperty("webhooks.it.chromedriver", "/usr/bin/chromedriver"));

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final WebDriver driver = new WebDriver(DRIVER, "chromium");

  /** Starts the browser with a new profile. */
  Chromium() {
    post("/window/rect", Json.createObjectBuilder().add("width", 1440).add("height", 900));
  }

  /** Returns whether this machine has the browser's driver. */
  static boolean isInstalled() {
    return Files.isExecutable(DRIVER);
  }

  /** Runs a script at the beginning of each page that is opened from now on. */
  void onEveryPage(String script) {
    post(
        "/goog/cdp/execute",
        Json.createObjectBuilder()
            .add("cmd", "Page.addScriptToEvaluateOnNewDocument")
            .add("params", Json.createObjectBuilder().add("source", script)));
  }

  /** Opens an address. */
  void open(String url) {
    post("/url", Json.createObjectBuilder().add("url", url));
  }

  /** Returns the value of an expression of JavaScript; empty unless it is a number. */
  OptionalDouble number(String expression) {
    return value(expression) instanceof JsonNumber number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** Returns the text that the page shows. */
  String text() {
    return value("document.body.innerText").toString();
  }

  private JsonValue value(String expression) {
    return post(
        "/execute/sync",
        Json.createObjectBuilder()
            .add("script", "return " + expression)
            .add("args", Json.createArrayBuilder()));
  }

  /** Waits until an expression of JavaScript is a number, and returns it. */
  double await(String expression) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      OptionalDouble found = number(expression);
      if (found.isPresent()) {
        return found.getAsDouble();
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    throw new IllegalStateException(expression + " has no value within " + LIMIT);
  }

  private JsonValue post(String command, JsonObjectBuilder body) {
    return driver.post(command, body.build());
  }

  @Override
  public void close() {
    driver.close();
  }
}
