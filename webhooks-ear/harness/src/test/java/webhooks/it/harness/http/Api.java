package webhooks.it.harness.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import webhooks.it.harness.Secrets;

/**
 * Sends requests to the product's HTTP API.
 *
 * <p>Compares every answer with the product's {@link OpenApiDescription}.
 */
public final class Api {
  static {
    // Shorter than any server's keep-alive time, so that no request meets a closing connection.
    System.setProperty("jdk.httpclient.keepalive.timeout", "10");
  }

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI base;
  private final HttpClient client;
  private final Optional<URI> describing;

  public Api(URI base) {
    this(base, CLIENT, Optional.of(base));
  }

  private Api(URI base, HttpClient client, Optional<URI> describing) {
    this.base = base;
    this.client = client;
    this.describing = describing;
  }

  /** Returns a client of a server without OpenAPI description. Its answers are not checked. */
  public static Api undescribed(URI base) {
    return new Api(base, CLIENT, Optional.empty());
  }

  /**
   * Returns whether the application answers. Until then no connection and 503 are allowed, and any
   * other answer fails the test.
   */
  public boolean isAvailable() {
    try {
      Answer answer = get("/webhooks/none").answerOfServer();
      assertThat(answer.status()).as("status of a server that starts: %s", answer).isIn(401, 503);
      return answer.status() == 401;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Returns the product's OpenAPI description of this API. */
  public Optional<OpenApiDescription> description() {
    return describing.map(product -> OpenApiDescription.of(product, Api::fetchDescription));
  }

  private static String fetchDescription(URI product) {
    Answer answer = undescribed(product).get("/openapi?format=JSON").send();
    return answer.is(200).body();
  }

  /** Returns the same API over TLS at another port of the same host. */
  public Api secure(int port, SSLContext context) {
    return new Api(
        URI.create("https://" + base.getHost() + ":" + port),
        HttpClient.newBuilder().sslContext(context).build(),
        describing);
  }

  /** Asserts that calls of all kinds refuse the token. */
  public void assertUnauthorized(String token) {
    for (Request request :
        List.of(
            get("/webhooks"),
            post("/webhooks").json("{}"),
            get("/event-types"),
            post("/events").json("{}"),
            get("/admin/itwins/" + UUID.randomUUID()))) {
      request.as(token).send().isError(401, "Unauthorized");
    }
  }

  public Request request(String method, String path) {
    return new Request(method, path);
  }

  public Request get(String path) {
    return new Request("GET", path);
  }

  public Request post(String path) {
    return new Request("POST", path);
  }

  public Request patch(String path) {
    return new Request("PATCH", path);
  }

  public Request put(String path) {
    return new Request("PUT", path);
  }

  public Request delete(String path) {
    return new Request("DELETE", path);
  }

  /** A request to send. */
  public final class Request {
    private final HttpRequest.Builder builder;
    private final String method;
    private BodyPublisher body = BodyPublishers.noBody();

    private Request(String method, String path) {
      this.method = method;
      // Concatenates text, because URI.resolve would read a path with two slashes as a host.
      this.builder =
          HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
    }

    /** Sets the bearer token. */
    public Request as(String token) {
      Secrets.remember(token);
      return header("Authorization", "Bearer " + token);
    }

    public Request header(String name, String value) {
      builder.header(name, value);
      return this;
    }

    /** Sets a JSON body without checking the text. */
    public Request json(String text) {
      return body("application/json", text);
    }

    public Request body(String contentType, String text) {
      header("Content-Type", contentType);
      body = BodyPublishers.ofString(text);
      return this;
    }

    /** Sets a form body as a browser does. */
    public Request form(Map<String, String> fields) {
      return body(
          "application/x-www-form-urlencoded",
          fields.entrySet().stream()
              .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
              .collect(Collectors.joining("&")));
    }

    /** Sets a JSON body that is sent in chunks, without a length. */
    public Request chunked(String text) {
      header("Content-Type", "application/json");
      byte[] bytes = text.getBytes(UTF_8);
      body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
      return this;
    }

    public Answer send() {
      Answer answer = exchange();
      String path = builder.build().uri().getRawPath();
      description().ifPresent(known -> AnswerCheck.check(known, method, path, answer));
      return answer;
    }

    /**
     * Sends the request and returns only the status, without a comparison with the description: the
     * server may not have deployed the application yet. It then answers 503 in the shape of the
     * API's errors.
     */
    public int statusOfServer() {
      return answerOfServer().status();
    }

    private Answer answerOfServer() {
      Answer answer = exchange();
      if (answer.status() == 503) {
        answer.isError(503, "ServiceUnavailable");
      }
      return answer;
    }

    private Answer exchange() {
      HttpRequest request = builder.method(method, body).build();
      try {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        Secrets.answered(response.statusCode(), response.body());
        return new Answer(
            method + " " + request.uri().getRawPath(),
            response.statusCode(),
            response.headers(),
            response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
