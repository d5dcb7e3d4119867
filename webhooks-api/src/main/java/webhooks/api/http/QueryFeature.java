package webhooks.api.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import webhooks.api.security.RequiresScope;
import webhooks.domain.error.ErrorCode;

/**
 * Registers a check that refuses each query parameter, for every operation that has none.
 *
 * <p>An operation that takes a {@link UriInfo} reads its own query, with {@link QueryParameters}.
 */
@Provider
@ApplicationScoped
public class QueryFeature implements DynamicFeature {
  @Override
  public void configure(ResourceInfo operation, FeatureContext context) {
    boolean hasParameters =
        Arrays.asList(operation.getResourceMethod().getParameterTypes()).contains(UriInfo.class);
    if (!hasParameters && operation.getResourceMethod().isAnnotationPresent(RequiresScope.class)) {
      ContainerRequestFilter filter =
          request ->
              new QueryParameters(request.getUriInfo())
                  .faults()
                  .refuseIfAny(
                      ErrorCode.INVALID_REQUEST,
                      "The request is not valid. This operation has no query parameters.");
      context.register(filter, Priorities.USER);
    }
  }
}
