package webhooks.api.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;

/** Registers the check of the body for every operation, after the check of the token. */
@Provider
@ApplicationScoped
public class RequestBodyFeature implements DynamicFeature {
  private final BodyLimits limits = BodyLimits.of(Runtime.getRuntime().maxMemory());

  @Override
  public void configure(ResourceInfo operation, FeatureContext context) {
    Method method = operation.getResourceMethod();
    MaxBodySize declared = method.getAnnotation(MaxBodySize.class);
    int max = declared == null ? MaxBodySize.DEFAULT : declared.value();
    boolean takesCloudEvents = method.isAnnotationPresent(BodyType.TakesCloudEvents.class);
    context.register(new RequestBodyFilter(max, takesCloudEvents, limits), Priorities.ENTITY_CODER);
  }
}
