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
import webhooks.api.token.PortalTokens;
import webhooks.api.token.TokenVerifier;
import webhooks.domain.limit.RequestCaller;
import webhooks.domain.settings.Settings;

/**
 * Registers the check of token and scope, and the check whether the operator admits the caller, for
 * every operation that has a scope.
 *
 * <p>An operation with {@link NoTokenRequired} gets no check. All its callers share the limits of
 * callers without an account; a network counts as one caller. An operation with neither answers 404
 * as if it did not exist, and so does one that needs local access control where another service
 * keeps the permissions.
 */
@Provider
@ApplicationScoped
public class AuthenticationFeature implements DynamicFeature {
  private final TokenVerifier verifier;
  private final PortalTokens portal;
  private final Settings settings;

  /** Creates the bean's proxy, for the container. */
  public AuthenticationFeature() {
    this(null, null, null);
  }

  /** Creates the feature. */
  @Inject
  public AuthenticationFeature(TokenVerifier verifier, PortalTokens portal, Settings settings) {
    this.verifier = verifier;
    this.portal = portal;
    this.settings = settings;
  }

  @Override
  public void configure(ResourceInfo operation, FeatureContext context) {
    if (operation.getResourceMethod().isAnnotationPresent(NoTokenRequired.class)) {
      ContainerRequestFilter stranger = request -> RequestCaller.enter(StrangerKey.of(request));
      context.register(stranger, AdmissionFilter.PRIORITY);
      return;
    }
    RequiresScope required = operation.getResourceMethod().getAnnotation(RequiresScope.class);
    if (required == null || lacksDirectory(operation)) {
      ContainerRequestFilter notFound =
          request -> {
            throw new NotFoundException();
          };
      context.register(notFound, Priorities.AUTHENTICATION);
    } else {
      context.register(
          new BearerTokenFilter(required.value(), verifier, portal, settings),
          Priorities.AUTHENTICATION);
      OnPages pages = operation.getResourceMethod().getAnnotation(OnPages.class);
      context.register(
          new AdmissionFilter(required.value(), pages == null ? Set.of() : Set.of(pages.value())),
          AdmissionFilter.PRIORITY);
    }
  }

  /** Returns whether the operation needs the directory, which another service keeps. */
  private boolean lacksDirectory(ResourceInfo operation) {
    return settings.remoteAccessControl().isPresent()
        && operation.getResourceClass().isAnnotationPresent(RequiresLocalAccessControl.class);
  }
}
