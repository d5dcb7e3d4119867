package webhooks.api.ratelimit;

import io.github.bucket4j.TimeMeter;
import jakarta.annotation.PostConstruct;
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
import webhooks.api.security.CallerPrincipal;
import webhooks.domain.settings.Settings;

/**
 * Refuses the requests of a client that makes too many, with the headers of the iTwin Platform;
 * comes after the token's check, so that nobody can use up what another may.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHORIZATION)
public class RateLimitFilter implements ContainerRequestFilter {
  @Inject Settings settings;
  private RateLimiter limit;

  /** Starts with no request counted. */
  @PostConstruct
  void start() {
    limit = new RateLimiter(settings.rateLimit(), TimeMeter.SYSTEM_NANOTIME);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getSecurityContext().getUserPrincipal() instanceof CallerPrincipal caller) {
      Duration wait = limit.take(caller.getName());
      if (!wait.isZero()) {
        throw refused(caller.getName(), wait);
      }
    }
  }

  /**
   * Refuses a request; the wait is told in whole seconds, of which a positive one is never none.
   */
  static ClientErrorException refused(String client, Duration wait) {
    return new ClientErrorException(
        Response.status(Status.TOO_MANY_REQUESTS)
            .header(HttpHeaders.RETRY_AFTER, wait.plusNanos(999_999_999).toSeconds())
            .header("ITwinPlatform-RateLimited-Tier", "Custom")
            .header("ITwinPlatform-RateLimited-Application", client)
            .build());
  }
}
