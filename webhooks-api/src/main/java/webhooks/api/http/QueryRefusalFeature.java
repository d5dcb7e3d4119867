package webhooks.api.http;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.NoTokenRequired;
import webhooks.api.security.RequiresScope;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.webhook.Webhooks;

/**
 * Registers a check that refuses each query parameter, for every operation that has none. Otherwise
 * the API would ignore a parameter that the caller expects to have an effect.
 *
 * <p>An operation that takes a {@link UriInfo} checks its own query, with {@link QueryParameters}.
 */
@Provider
@ApplicationScoped
public class QueryRefusalFeature implements DynamicFeature {
  @EJB private Webhooks webhooks;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public QueryRefusalFeature() {
    this(null);
  }

  /** Creates the feature. */
  @Inject
  public QueryRefusalFeature(CurrentCaller caller) {
    this.caller = caller;
  }

  @Override
  public void configure(ResourceInfo operation, FeatureContext context) {
    Method method = operation.getResourceMethod();
    boolean hasParameters = Arrays.asList(method.getParameterTypes()).contains(UriInfo.class);
    boolean isOperation =
        method.isAnnotationPresent(RequiresScope.class)
            || method.isAnnotationPresent(NoTokenRequired.class);
    if (!hasParameters && isOperation) {
      // An operation without a token says nothing about a webhook.
      boolean concernsWebhook =
          method.isAnnotationPresent(RequiresScope.class)
              && operation
                  .getResourceClass()
                  .getAnnotation(Path.class)
                  .value()
                  .startsWith("webhooks");
      boolean needsActor =
          !method.isAnnotationPresent(GET.class) && !method.isAnnotationPresent(DELETE.class);
      ContainerRequestFilter filter = request -> check(request, concernsWebhook, needsActor);
      context.register(filter, Priorities.USER);
    }
  }

  private void check(ContainerRequestContext request, boolean concernsWebhook, boolean needsActor) {
    Faults faults = new Faults(new QueryParameters(request.getUriInfo()).faults());
    if (faults.all().isEmpty()) {
      return;
    }
    if (concernsWebhook) {
      // The contract refuses a caller without access before it reports faults of the request.
      webhooks.requireAccess(caller.get(), webhookId(request), needsActor);
    }
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "The request is not valid. This operation has no query parameters.");
  }

  private static Optional<String> webhookId(ContainerRequestContext request) {
    MultivaluedMap<String, String> path = request.getUriInfo().getPathParameters();
    return Optional.ofNullable(path.getFirst("webhookId"))
        .or(() -> Optional.ofNullable(path.getFirst("id")));
  }
}
