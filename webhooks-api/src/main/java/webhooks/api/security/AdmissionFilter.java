package webhooks.api.security;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.Set;
import webhooks.api.token.CallerPrincipal;
import webhooks.domain.access.TokenScope;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.RequestCaller;
import webhooks.domain.portal.PortalPage;

/**
 * Refuses with 403 a caller that {@link BearerTokenFilter} has not marked as admitted by the
 * operator, a session of the portal that is limited to pages which do not use the operation, and a
 * caller that is no operator if the scope reaches all accounts. Records every other caller as the
 * caller of this thread's request, until {@link webhooks.api.http.EntryFilter} ends the request.
 *
 * <p>Runs after the rate limit, because a refused caller could otherwise make any number of
 * requests, and after the check of the body, because that is the contract's order.
 */
record AdmissionFilter(TokenScope scope, Set<PortalPage> pages) implements ContainerRequestFilter {
  /** After the check of the body, before the first filter that calls the domain. */
  static final int PRIORITY = Priorities.ENTITY_CODER + 1;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!(request.getSecurityContext().getUserPrincipal() instanceof CallerPrincipal caller)
        || !caller.isAdmitted()
        || !caller.opensAny(pages)) {
      throw Refusal.insufficientPermissions();
    }
    caller.caller().require(scope);
    RequestCaller.enter(caller.caller().limitKey());
  }
}
