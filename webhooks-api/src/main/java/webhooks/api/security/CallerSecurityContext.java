package webhooks.api.security;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import webhooks.domain.access.Caller;

/** Carries the caller; roles play no part, the domain asks for permissions. */
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
