package webhooks.api.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;

/** Puts the check of the body before every operation; after that of the token. */
@Provider
@ApplicationScoped
public class RequestBodyFeature implements DynamicFeature {
  private static final int LIMIT = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Override
  public void configure(ResourceInfo operation, FeatureContext context) {
    MaxBodySize declared = operation.getResourceMethod().getAnnotation(MaxBodySize.class);
    context.register(
        new RequestBodyFilter(declared == null ? LIMIT : declared.value(), PATIENCE),
        Priorities.ENTITY_CODER);
  }
}
