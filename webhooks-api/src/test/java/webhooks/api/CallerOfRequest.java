package webhooks.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.glassfish.hk2.api.Factory;
import webhooks.api.security.CurrentCaller;
import webhooks.api.token.CallerPrincipal;

/** Makes the caller of a request as CDI does on a server, which has a servlet request. */
final class CallerOfRequest implements Factory<CurrentCaller> {
  @Context private ContainerRequestContext request;

  @Override
  public CurrentCaller provide() {
    return new CurrentCaller((JsonWebToken) request.getProperty(CallerPrincipal.PROPERTY));
  }

  @Override
  public void dispose(CurrentCaller caller) {
    // Nothing to close.
  }
}
