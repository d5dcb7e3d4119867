package webhooks.api.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import webhooks.api.token.TokenVerifier;
import webhooks.domain.settings.Settings;

/**
 * Puts the check of token and scope before every operation.
 *
 * <p>One that is open to all has none. One without a scope is shut, and so are those on permissions
 * that another service keeps: they are answered as if there were none.
 */
@Provider
@ApplicationScoped
public class AuthenticationFeature implements DynamicFeature {
  @Inject TokenVerifier verifier;
  @Inject Settings settings;

  @Override
  public void configure(ResourceInfo operation, FeatureContext context) {
    if (operation.getResourceMethod().isAnnotationPresent(NoTokenRequired.class)) {
      return;
    }
    RequiresScope required = operation.getResourceMethod().getAnnotation(RequiresScope.class);
    ContainerRequestFilter filter =
        required == null || isElsewhere(operation)
            ? request -> {
              throw new NotFoundException();
            }
            : new BearerTokenFilter(required.value(), verifier, trusted(required.value()));
    context.register(filter, Priorities.AUTHENTICATION);
  }

  /** Returns the clients that need no scope: not every issuer can be told to give it. */
  private Set<String> trusted(TokenScope scope) {
    return switch (scope) {
      case READ, MODIFY -> Set.of();
      case ADMIN -> Set.copyOf(settings.token().adminClients());
      case PUBLISH -> Set.copyOf(settings.token().publisherClients());
    };
  }

  private boolean isElsewhere(ResourceInfo operation) {
    return settings.remoteAccessControl().isPresent()
        && operation.getResourceClass().isAnnotationPresent(RequiresLocalAccessControl.class);
  }
}
