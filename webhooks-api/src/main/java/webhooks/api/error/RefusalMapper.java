package webhooks.api.error;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import webhooks.domain.error.Refusal;

/** Answers a request that the domain or the check of the token refused. */
@Provider
public class RefusalMapper implements ExceptionMapper<Refusal> {
  @Override
  public Response toResponse(Refusal refusal) {
    return ErrorResponse.of(refusal.code(), refusal.getMessage(), refusal.details()).response();
  }
}
