package webhooks.api.ratelimit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import webhooks.api.token.CallerPrincipal;
import webhooks.domain.settings.Settings;

/**
 * Answers 429 to an application, or a user of a client, that makes too many requests, with the
 * headers of the iTwin Platform.
 *
 * <p>The filter runs after the check of the token, so that a caller cannot use up the requests of
 * another one. Callers that are not admitted are counted together, before they are refused.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHORIZATION)
public class RateLimitFilter implements ContainerRequestFilter {
  private final RateLimiter limiter;

  /** Creates the bean's proxy, for the container. */
  public RateLimitFilter() {
    this.limiter = null;
  }

  /** Creates the filter. */
  @Inject
  public RateLimitFilter(Settings settings) {
    this.limiter = new RateLimiter(settings.rateLimit(), System::nanoTime);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getSecurityContext().getUserPrincipal() instanceof CallerPrincipal principal) {
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
