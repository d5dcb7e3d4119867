package webhooks.api.security;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import webhooks.domain.access.Caller;

/** The caller of a request, as a principal for JAX-RS. */
public record CallerPrincipal(Caller caller) implements Principal {
  /** Returns the caller of an operation that requires a scope. */
  public static Caller callerOf(SecurityContext security) {
    return ((CallerPrincipal) security.getUserPrincipal()).caller();
  }

  @Override
  public String getName() {
    return caller.clientId();
  }
}
