package webhooks.api.request;

import jakarta.json.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A successful answer with a JSON body. */
public final class JsonAnswer {
  private JsonAnswer() {}

  /** Returns an answer that no one on the way may store: it can hold a secret. */
  public static Response of(Response.Status status, JsonObject body) {
    // As text, and not by a JSON binding: those differ between servers.
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(body.toString())
        .build();
  }
}
