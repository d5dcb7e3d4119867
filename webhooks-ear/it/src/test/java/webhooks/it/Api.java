package webhooks.it;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** The product's HTTP API, with no more knowledge than that it speaks HTTP and JSON. */
final class Api {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI base;
  private final HttpClient client;

  Api(URI base) {
    this(base, CLIENT);
  }

  private Api(URI base, HttpClient client) {
    this.base = base;
    this.client = client;
  }

  /** The same API over TLS, at another port of the same host. */
  Api secure(int port, SSLContext context) {
    return new Api(
        URI.create("https://" + base.getHost() + ":" + port),
        HttpClient.newBuilder().sslContext(context).build());
  }

  Request get(String path) {
    return new Request("GET", path);
  }

  Request post(String path) {
    return new Request("POST", path);
  }

  Request patch(String path) {
    return new Request("PATCH", path);
  }

  Request put(String path) {
    return new Request("PUT", path);
  }

  Request delete(String path) {
    return new Request("DELETE", path);
  }

  /** One request to send. */
  final class Request {
    private final HttpRequest.Builder builder;
    private final String method;
    private BodyPublisher body = BodyPublishers.noBody();

    private Request(String method, String path) {
      this.method = method;
      // Joined as text: a path that begins with two slashes must stay one.
      this.builder =
          HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
    }

    /** Sends this as the bearer token. */
    Request as(String token) {
      Secrets.remember(token);
      return header("Authorization", "Bearer " + token);
    }

    Request header(String name, String value) {
      builder.header(name, value);
      return this;
    }

    /** Sends this text as a JSON body, whatever it is. */
    Request json(String text) {
      return body("application/json", text);
    }

    Request body(String contentType, String text) {
      header("Content-Type", contentType);
      body = BodyPublishers.ofString(text);
      return this;
    }

    /** Sends these fields as a browser's form does. */
    Request form(Map<String, String> fields) {
      return body(
          "application/x-www-form-urlencoded",
          fields.entrySet().stream()
              .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
              .collect(Collectors.joining("&")));
    }

    /** Sends a JSON body in chunks, so that no header tells its length. */
    Request chunked(String text) {
      header("Content-Type", "application/json");
      byte[] bytes = text.getBytes(UTF_8);
      body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
      return this;
    }

    Answer send() {
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
