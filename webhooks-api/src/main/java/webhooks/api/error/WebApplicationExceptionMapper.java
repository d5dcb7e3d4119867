package webhooks.api.error;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.TreeSet;

/** Answers what JAX-RS or a filter of ours refused: unknown paths, methods, bodies. */
@Provider
public class WebApplicationExceptionMapper implements ExceptionMapper<WebApplicationException> {
  @Override
  public Response toResponse(WebApplicationException exception) {
    Response refused = exception.getResponse();
    int status = refused.getStatus();
    if (status < 400) {
      return refused;
    }
    if (status >= 500 && status != 503) {
      return new ThrowableMapper().toResponse(exception);
    }
    Response.ResponseBuilder answer =
        Response.fromResponse(ErrorResponse.ofStatus(status).response());
    if (status == 429) {
      // Who counts tells how long to wait, and more.
      refused.getHeaders().forEach((name, values) -> answer.header(name, values.get(0)));
    }
    if (status != 405) {
      return answer.build();
    }
    // OPTIONS is what JAX-RS would answer by itself; here it is refused like any other method.
    TreeSet<String> allowed = new TreeSet<>(refused.getAllowedMethods());
    allowed.remove("OPTIONS");
    if (allowed.contains("GET")) {
      // Jersey takes it and doesn't always say so.
      allowed.add("HEAD");
    }
    return answer.header(HttpHeaders.ALLOW, String.join(", ", allowed)).build();
  }
}
