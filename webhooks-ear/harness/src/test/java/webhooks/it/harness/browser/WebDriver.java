package webhooks.it.harness.browser;

import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import webhooks.it.harness.Places;
import webhooks.it.harness.server.ProcessTree;

/**
 * A session of chromedriver, by the W3C WebDriver protocol: requests and answers in JSON. For one
 * thread.
 */
public final class WebDriver implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** The first is for root, the last ones keep Chromium from calling its maker. */
  private static final List<String> OPTIONS =
      List.of(
          "--no-sandbox",
          "--headless",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--lang=en-GB");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI base;
  private final Process process;
  private final String session;

  /**
   * Starts chromedriver and Chromium with a new profile.
   *
   * @param driver the program chromedriver
   * @param name the name of its log and profile
   */
  public WebDriver(Path driver, String name) {
    int port = Places.freePort();
    base = URI.create("http://127.0.0.1:" + port);
    try {
      process =
          new ProcessBuilder(driver.toString(), "--port=" + port)
              .redirectErrorStream(true)
              .redirectOutput(Places.freshLog(name).toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ProcessTree.kill(process)));
    await("chromedriver")
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> !send("GET", "/status", null).toString().isEmpty());
    session = "/session/" + open(Places.freshDirectory(name)).getString("sessionId");
  }

  private JsonObject open(Path profile) {
    JsonObjectBuilder options =
        Json.createObjectBuilder()
            .add("args", Json.createArrayBuilder(OPTIONS).add("--user-data-dir=" + profile));
    JsonObjectBuilder always =
        Json.createObjectBuilder()
            .add("browserName", "chrome")
            .add("goog:chromeOptions", options)
            .add("goog:loggingPrefs", Json.createObjectBuilder().add("browser", "ALL"));
    JsonObject request =
        Json.createObjectBuilder()
            .add("capabilities", Json.createObjectBuilder().add("alwaysMatch", always))
            .build();
    return send("POST", "/session", request).asJsonObject();
  }

  /**
   * Sends a command of the session, with a body, and returns its value.
   *
   * @throws IllegalStateException with the answer, if the driver refuses the command
   */
  public JsonValue post(String command, JsonObject body) {
    return send("POST", session + command, body);
  }

  /** Reads a value of the session. */
  public JsonValue get(String command) {
    return send("GET", session + command, null);
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

  /** Ends the session and both programs. */
  @Override
  public void close() {
    try {
      send("DELETE", session, null);
    } finally {
      ProcessTree.kill(process);
    }
  }
}
