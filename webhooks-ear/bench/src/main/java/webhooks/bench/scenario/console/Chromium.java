package webhooks.bench.scenario.console;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import webhooks.it.harness.Places;
import webhooks.it.harness.server.ProcessTree;

/** Headless Chromium, by the W3C WebDriver protocol of chromedriver. For one thread. */
final class Chromium implements AutoCloseable {
  private static final Path DRIVER =
      Path.of(System.getProperty("webhooks.it.chromedriver", "/usr/bin/chromedriver"));

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** The first is for root, the others keep Chromium from calling its maker. */
  private static final List<String> OPTIONS =
      List.of(
          "--no-sandbox",
          "--headless",
          "--disable-gpu",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--window-size=1440,900",
          "--lang=en-GB");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI base;
  private final Process process;
  private final String session;

  /** Starts the browser with a new profile. */
  Chromium() {
    int port = Places.freePort();
    base = URI.create("http://127.0.0.1:" + port);
    try {
      process =
          new ProcessBuilder(DRIVER.toString(), "--port=" + port)
              .redirectErrorStream(true)
              .redirectOutput(Places.freshLog("chromedriver").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ProcessTree.kill(process)));
    awaitDriver();
    session = "/session/" + begin().getString("sessionId");
  }

  /** Returns whether this machine has the browser's driver. */
  static boolean isInstalled() {
    return Files.isExecutable(DRIVER);
  }

  private void awaitDriver() {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        send("GET", "/status", null);
        return;
      } catch (UncheckedIOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  private JsonObject begin() {
    JsonArrayBuilder arguments = Json.createArrayBuilder(OPTIONS);
    arguments.add("--user-data-dir=" + Places.freshDirectory("chromium"));
    JsonObjectBuilder options = Json.createObjectBuilder().add("args", arguments);
    JsonObjectBuilder always =
        Json.createObjectBuilder().add("browserName", "chrome").add("goog:chromeOptions", options);
    return send(
            "POST",
            "/session",
            Json.createObjectBuilder()
                .add("capabilities", Json.createObjectBuilder().add("alwaysMatch", always))
                .build())
        .asJsonObject();
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
    JsonValue value =
        post(
            "/execute/sync",
            Json.createObjectBuilder()
                .add("script", "return " + expression)
                .add("args", Json.createArrayBuilder()));
    return value instanceof JsonNumber number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
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
    return send("POST", session + command, body.build());
  }

  private JsonValue send(String method, String path, JsonObject body) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(LIMIT)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
        JsonValue value = reader.readObject().get("value");
        if (response.statusCode() != 200) {
          throw new IllegalStateException(method + " " + path + ": " + value);
        }
        return value;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      send("DELETE", session, null);
    } finally {
      ProcessTree.kill(process);
    }
  }
}
