package webhooks.api.ratelimit;

import static webhooks.domain.access.TokenScope.PUBLISH;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import webhooks.api.token.CallerPrincipal;

/**
 * Answers 429, with the headers of the iTwin Platform, to a caller that makes too many requests. A
 * caller is an application, or one user of a client.
 *
 * <p>The filter runs after the check of the token, so that a caller cannot use up the requests of
 * another one. Callers that are not admitted are counted together, before they are refused.
 * Requests to publish do not count if the caller may publish: the events that wait to be stored are
 * bounded by shares of their accounts.
 *
 * @param publishes whether the operation publishes events
 */
record RateLimitFilter(RateLimiter limiter, boolean publishes) implements ContainerRequestFilter {
  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getSecurityContext().getUserPrincipal() instanceof CallerPrincipal principal
        && !(publishes && principal.isAdmitted() && principal.caller().may(PUBLISH))) {
      Duration wait = limiter.take(CallerPrincipal.limitKeyOf(request.getSecurityContext()));
      if (!wait.isZero()) {
        throw refusal(principal.caller().clientId(), wait);
      }
    }
  }

  /** Returns the refusal of a request. The wait is rounded up to whole seconds. */
  static ClientErrorException refusal(String client, Duration wait) {
    return new ClientErrorException(
        Response.status(Status.TOO_MANY_REQUESTS)
            .header(HttpHeaders.RETRY_AFTER, wait.plusNanos(999_999_999).toSeconds())
            .header("ITwinPlatform-RateLimited-Tier", "Custom")
            .header("ITwinPlatform-RateLimited-Application", client)
            .build());
  }
}
