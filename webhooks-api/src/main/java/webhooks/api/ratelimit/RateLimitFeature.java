package webhooks.api.ratelimit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.settings.Settings;

/** Registers the limit on the requests of each caller, for every operation that needs a token. */
@Provider
@ApplicationScoped
public class RateLimitFeature implements DynamicFeature {
  private final RateLimiter limiter;

  /** Creates the bean's proxy, for the container. */
  public RateLimitFeature() {
    this.limiter = null;
  }

  /** Creates the feature. */
  @Inject
  public RateLimitFeature(Settings settings) {
    this.limiter = new RateLimiter(settings.rateLimit(), System::nanoTime);
  }

  @Override
  public void configure(ResourceInfo operation, FeatureContext context) {
    RequiresScope required = operation.getResourceMethod().getAnnotation(RequiresScope.class);
    if (required != null) {
      context.register(
          new RateLimitFilter(limiter, required.value() == TokenScope.PUBLISH),
          Priorities.AUTHORIZATION);
    }
  }
}
