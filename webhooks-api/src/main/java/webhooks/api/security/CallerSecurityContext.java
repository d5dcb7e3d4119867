package webhooks.api.security;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import webhooks.api.token.CallerPrincipal;

/** Holds the caller of a request for JAX-RS. It has no roles: the domain checks permissions. */
record CallerSecurityContext(CallerPrincipal caller, boolean isSecure) implements SecurityContext {
  @Override
  public Principal getUserPrincipal() {
    return caller;
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
