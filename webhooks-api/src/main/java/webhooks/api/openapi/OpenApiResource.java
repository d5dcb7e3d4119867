package webhooks.api.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import webhooks.api.security.NoTokenRequired;

/**
 * The contract, written by hand and the same for all.
 *
 * <p>Not left to the servers' MicroProfile OpenAPI, which each would add to it what it finds in the
 * code, or answer on another port.
 */
@Path("openapi")
@RequestScoped
public class OpenApiResource {
  /** A new version is seen within minutes. */
  private static final String CACHEABLE = "public, max-age=300";

  /** Returns the description, in YAML unless JSON is asked for. */
  @GET
  @NoTokenRequired
  public Response get(
      @HeaderParam(HttpHeaders.ACCEPT) String accept,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known,
      @QueryParam("format") String format) {
    OpenApiDocument description = OpenApiDocument.in(OpenApiFormat.asked(accept, format));
    Response.ResponseBuilder answer =
        known != null && known.contains(description.tag())
            ? Response.status(Status.NOT_MODIFIED)
            : Response.ok(description.bytes(), description.form().mediaType());
    return answer
        .header(HttpHeaders.ETAG, description.tag())
        .header(HttpHeaders.CACHE_CONTROL, CACHEABLE)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .build();
  }
}
