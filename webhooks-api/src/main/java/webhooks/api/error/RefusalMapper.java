package webhooks.api.error;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import webhooks.domain.access.InsufficientScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.error.Refusal;

/** Answers a request that the domain or this module refused with one of the API's errors. */
@Provider
public class RefusalMapper implements ExceptionMapper<Refusal> {
  @Override
  public Response toResponse(Refusal refusal) {
    Response response =
        ErrorResponse.of(refusal.code(), refusal.getMessage(), refusal.details()).response();
    if (refusal instanceof InsufficientScope missing) {
      response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, challenge(missing.scope()));
    }
    return response;
  }

  /** Returns the challenge that names the missing scope (RFC 6750). */
  private static String challenge(TokenScope scope) {
    return "Bearer error=\"insufficient_scope\", scope=\"" + scope.text() + "\"";
  }
}
