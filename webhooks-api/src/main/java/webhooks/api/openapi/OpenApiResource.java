package webhooks.api.openapi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import webhooks.api.http.QueryParameters;
import webhooks.api.security.NoTokenRequired;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;

/**
 * Serves the OpenAPI document, which is written by hand and the same for all callers.
 *
 * <p>The servers' MicroProfile OpenAPI is not used, because each adds what it finds in the code or
 * answers on another port.
 */
@Path("openapi")
@ApplicationScoped
public class OpenApiResource {
  /** Caches keep the document for five minutes, so clients see a new version soon. */
  private static final String CACHEABLE = "public, max-age=300";

  /** Returns the document in JSON if the request asks for it, else in YAML. */
  @GET
  @NoTokenRequired
  public Response get(
      @HeaderParam(HttpHeaders.ACCEPT) String accept,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch,
      @Context UriInfo uri) {
    QueryParameters query = new QueryParameters(uri);
    String format = query.text("format").orElse(null);
    new Faults(query.faults())
        .refuseIfAny(
            ErrorCode.INVALID_REQUEST,
            "The request is not valid. Make sure the query parameters are valid.");
    OpenApiDocument document = OpenApiDocument.in(OpenApiFormat.requested(accept, format));
    Response.ResponseBuilder response =
        document.etag().isIn(ifNoneMatch)
            ? Response.status(Status.NOT_MODIFIED)
            : Response.ok(document.bytes(), document.format().mediaType());
    return response
        .header(HttpHeaders.ETAG, document.etag().text())
        .header(HttpHeaders.CACHE_CONTROL, CACHEABLE)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .build();
  }
}
