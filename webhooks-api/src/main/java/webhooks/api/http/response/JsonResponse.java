package webhooks.api.http.response;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import webhooks.domain.page.Timestamps;

/** Builds successful responses with a JSON body. */
public final class JsonResponse {
  /** Creates objects and arrays; the methods of {@link Json} search for a provider on each call. */
  public static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private JsonResponse() {}

  /** Formats a time as the contract requires: ISO 8601, UTC, with milliseconds. */
  public static String time(Instant instant) {
    return Timestamps.utcMillis(instant);
  }

  /** Returns a response that caches may not store, because it can hold a secret. */
  public static Response of(Response.Status status, JsonObject body) {
    // The body is text, because JSON binding differs between servers.
    return of(status, body.toString());
  }

  /**
   * Returns a response whose body ends with an array that can be long. Each item is written when it
   * is read, so that few are in memory. Caches may not store it.
   *
   * @param head the members before the array, possibly none
   * @param name the name of the array
   * @param json writes an item
   */
  public static <T> Response stream(
      JsonObject head, String name, Iterator<T> items, Function<T, JsonObject> json) {
    String empty =
        JSON.createObjectBuilder(head).add(name, JsonValue.EMPTY_JSON_ARRAY).build().toString();
    int end = empty.length() - "]}".length();
    StreamingOutput body =
        out -> {
          write(empty.substring(0, end), out);
          for (String comma = ""; items.hasNext(); comma = ",") {
            write(comma + json.apply(items.next()), out);
          }
          write(empty.substring(end), out);
        };
    return of(Response.Status.OK, body);
  }

  private static void write(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Response of(Response.Status status, Object body) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(body)
        .build();
  }
}
