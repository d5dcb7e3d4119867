package webhooks.api.security;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import webhooks.domain.access.Caller;

/** Holds the caller of a request. There are no roles: the domain checks permissions. */
record CallerSecurityContext(Caller caller, boolean isSecure) implements SecurityContext {
  @Override
  public Principal getUserPrincipal() {
    return new CallerPrincipal(caller);
  }

  @Override
  public boolean isUserInRole(String role) {
    return false;
  }

  @Override
  public String getAuthenticationScheme() {
    return "BEARER";
  }
}
