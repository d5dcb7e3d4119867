package webhooks.bench.load;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import webhooks.bench.receiver.SignatureSample;

/** Sends requests to the product's REST API. */
public final class RestClient {
  /** The type of all events and subscriptions of the harness. */
  static final String EVENT_TYPE = "iModels.iModelCreated.v1";

  private final FastClient client;
  private final URI base;

  /**
   * Prepares requests to a server.
   *
   * @param base its address, without a path
   */
  public RestClient(FastClient client, URI base) {
    this.client = client;
    this.base = base;
  }

  /** Sends a request. Fails if the answer has another status. */
  public CompletableFuture<String> send(
      int status, String method, String path, String token, String body) {
    SimpleRequestBuilder request = SimpleRequestBuilder.create(method).setUri(base.resolve(path));
    if (token != null) {
      request.addHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }
    if (body != null) {
      request.setBody(body, ContentType.APPLICATION_JSON);
    }
    return client
        .send(request.build())
        .thenApply(answer -> body(method + " " + path, status, answer));
  }

  /**
   * Sends a request of a page. Returns the length of the body as it was sent. Fails unless the
   * answer is 200.
   *
   * @param encodings the value of {@code Accept-Encoding}
   * @param body JSON; null without a body
   */
  public CompletableFuture<Integer> bytes(
      String method, String path, String token, String encodings, String body) {
    SimpleRequestBuilder request = SimpleRequestBuilder.create(method).setUri(base.resolve(path));
    request.addHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    request.addHeader(HttpHeaders.ACCEPT_ENCODING, encodings);
    if (body != null) {
      request.setBody(body, ContentType.APPLICATION_JSON);
    }
    return client
        .send(request.build())
        .thenApply(
            answer -> {
              body(method + " " + path, 200, answer);
              return answer.getBodyBytes() == null ? 0 : answer.getBodyBytes().length;
            });
  }

  private static String body(String request, int status, SimpleHttpResponse answer) {
    if (answer.getCode() != status) {
      throw new IllegalStateException(
          request + " was answered " + answer.getCode() + ": " + answer.getBodyText());
    }
    return answer.getBodyText();
  }

  /** Creates a webhook for the account of the token, and activates it. Returns its id. */
  public CompletableFuture<String> register(String token, URI url) {
    return register(token, url, "\"scope\":\"Account\"");
  }

  /** Creates a webhook for an iTwin, and activates it. Returns its id. */
  public CompletableFuture<String> register(String token, URI url, UUID iTwin) {
    return register(token, url, "\"scope\":\"iTwin\",\"scopeId\":\"" + iTwin + "\"");
  }

  private CompletableFuture<String> register(String token, URI url, String scope) {
    return create(token, url, scope)
        .thenCompose(
            id ->
                send(200, "PATCH", "/webhooks/" + id, token, "{\"active\":true}")
                    .thenApply(updated -> id));
  }

  /** Creates a webhook. Returns its id. */
  public CompletableFuture<String> create(String token, URI url, String scope) {
    String body =
        "{\"callbackUrl\":\"%s\",%s,\"secret\":\"%s\",\"eventTypes\":[\"%s\"]}"
            .formatted(url, scope, SignatureSample.SECRET, EVENT_TYPE);
    return send(202, "POST", "/webhooks", token, body).thenApply(RestClient::id);
  }

  private static String id(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject created = reader.readObject();
      return created.getString("id");
    }
  }

  /** Creates an iTwin of the account, on which the client may maintain webhooks. */
  public CompletableFuture<UUID> createITwin(String administrator, String account, String client) {
    UUID iTwin = UUID.randomUUID();
    String path = "/admin/itwins/" + iTwin;
    String grant = "{\"permissions\":[\"webhooks_maintainer\"]}";
    return send(204, "PUT", path, administrator, "{\"accountId\":\"" + account + "\"}")
        .thenCompose(
            added -> send(204, "PUT", path + "/permissions/" + client, administrator, grant))
        .thenApply(granted -> iTwin);
  }

  /** Returns the product's own metrics by name and labels, as they stand in the answer. */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new HashMap<>();
    send(200, "GET", "/metrics", null, null)
        .join()
        .lines()
        .filter(line -> line.startsWith("webhooks_"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              String value = line.substring(space + 1);
              metrics.put(line.substring(0, space), Double.parseDouble(value));
            });
    return metrics;
  }
}
