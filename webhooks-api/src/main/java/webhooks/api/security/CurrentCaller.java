package webhooks.api.security;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import webhooks.api.token.CallerPrincipal;
import webhooks.domain.access.Caller;
import webhooks.domain.portal.PortalPage;

/**
 * Gives the caller of the current request to an operation that requires a scope.
 *
 * <p>{@link BearerTokenFilter} leaves the verified token, which is the principal, in the servlet
 * request. Beans read it there, because JAX-RS injects its {@code SecurityContext} only into
 * resources and providers. An injected {@link JsonWebToken} is a proxy, which has only the claims.
 */
@RequestScoped
public class CurrentCaller {
  private final JsonWebToken principal;

  /** Creates the bean's proxy, for the container. */
  protected CurrentCaller() {
    this((JsonWebToken) null);
  }

  /** Creates the caller of a request whose token was verified. */
  @Inject
  public CurrentCaller(HttpServletRequest request) {
    this((JsonWebToken) request.getAttribute(CallerPrincipal.PROPERTY));
  }

  /** Creates the caller without a container, for tests. */
  public CurrentCaller(JsonWebToken principal) {
    this.principal = principal;
  }

  /**
   * Returns the caller as the domain knows it.
   *
   * @throws IllegalStateException if the operation requires no scope
   */
  public Caller get() {
    if (principal instanceof CallerPrincipal verified) {
      return verified.caller();
    }
    throw new IllegalStateException("The token of this request was not verified");
  }

  /** Returns whether the caller may open a page. Only sessions of the portal may be limited. */
  public boolean opens(PortalPage page) {
    return principal instanceof CallerPrincipal verified && verified.opensAny(Set.of(page));
  }
}
