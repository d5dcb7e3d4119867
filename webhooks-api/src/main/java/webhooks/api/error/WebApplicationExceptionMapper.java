package webhooks.api.error;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.TreeSet;

/** Answers a request that JAX-RS, a filter or a resource refused by a status, such as 404. */
@Provider
public class WebApplicationExceptionMapper implements ExceptionMapper<WebApplicationException> {
  @Override
  public Response toResponse(WebApplicationException exception) {
    Response given = exception.getResponse();
    int status = given.getStatus();
    if (status < 400) {
      return given;
    }
    if (status >= 500 && status != 503) {
      return new ThrowableMapper().toResponse(exception);
    }
    Response.ResponseBuilder response =
        Response.fromResponse(ErrorResponse.ofStatus(status).response());
    if (status == 429) {
      // The rate limit sets Retry-After and headers that describe the limit.
      given.getHeaders().forEach((name, values) -> response.header(name, values.get(0)));
    }
    if (status != 405) {
      return response.build();
    }
    // JAX-RS adds OPTIONS, which it would answer by itself; RequestNormalizer prevents that.
    TreeSet<String> allowed = new TreeSet<>(given.getAllowedMethods());
    allowed.remove("OPTIONS");
    if (allowed.contains("GET")) {
      // Jersey supports HEAD wherever it supports GET, but does not always list it.
      allowed.add("HEAD");
    }
    return response.header(HttpHeaders.ALLOW, String.join(", ", allowed)).build();
  }
}
