package webhooks.api.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;

/** Registers the check of the body for every operation, after the check of the token. */
@Provider
@ApplicationScoped
public class RequestBodyFeature implements DynamicFeature {
  private static final int DEFAULT_MAX_SIZE = 64 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Override
  public void configure(ResourceInfo operation, FeatureContext context) {
    MaxBodySize declared = operation.getResourceMethod().getAnnotation(MaxBodySize.class);
    context.register(
        new RequestBodyFilter(declared == null ? DEFAULT_MAX_SIZE : declared.value(), TIMEOUT),
        Priorities.ENTITY_CODER);
  }
}
