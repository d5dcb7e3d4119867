package webhooks.api.security;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import webhooks.domain.access.Caller;

/** The caller of a request, as JAX-RS carries it to the operation. */
public record CallerPrincipal(Caller caller) implements Principal {
  /** Returns the caller that the token named; there is one in every operation. */
  public static Caller callerOf(SecurityContext security) {
    return ((CallerPrincipal) security.getUserPrincipal()).caller();
  }

  @Override
  public String getName() {
    return caller.clientId();
  }
}
