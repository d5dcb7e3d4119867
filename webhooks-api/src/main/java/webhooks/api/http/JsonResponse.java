package webhooks.api.http;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Builds successful responses with a JSON body. */
public final class JsonResponse {
  /** Creates objects and arrays; the methods of {@link Json} search for a provider on each call. */
  public static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private JsonResponse() {}

  /** Formats a time as the contract requires: ISO 8601, UTC, with milliseconds. */
  public static String time(Instant instant) {
    return MILLISECONDS.format(instant);
  }

  /** Returns a response that caches may not store, because it can hold a secret. */
  public static Response of(Response.Status status, JsonObject body) {
    // The body is text, because JSON binding differs between servers.
    return of(status, body.toString());
  }

  /** Returns a response with JSON that is already encoded; caches may not store it. */
  public static Response of(Response.Status status, byte[] body) {
    return of(status, (Object) body);
  }

  private static Response of(Response.Status status, Object body) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(body)
        .build();
  }
}
