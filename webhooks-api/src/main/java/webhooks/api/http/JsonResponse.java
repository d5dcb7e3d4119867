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

/** A successful answer with a JSON body. */
public final class JsonResponse {
  /** Makes objects and arrays; {@link Json} looks for who does that anew each time it is asked. */
  public static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private JsonResponse() {}

  /** Returns a time as the contract writes it: ISO 8601, UTC, with milliseconds. */
  public static String time(Instant instant) {
    return MILLISECONDS.format(instant);
  }

  /** Returns an answer that no one on the way may store: it can hold a secret. */
  public static Response of(Response.Status status, JsonObject body) {
    // As text, and not by a JSON binding: those differ between servers.
    return of(status, body.toString());
  }

  /** Returns such an answer whose body is written already. */
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
