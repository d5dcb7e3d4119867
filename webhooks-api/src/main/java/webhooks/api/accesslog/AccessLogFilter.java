package webhooks.api.accesslog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.io.StringReader;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import webhooks.api.token.CallerPrincipal;
import webhooks.api.token.InvalidToken;
import webhooks.domain.access.Actor;

/**
 * Logs calls that the API refuses because of their caller: without a valid token, scope or
 * permission, or over the rate limit. Logs each 404 of a caller with a valid token too, because the
 * webhook may be another caller's.
 */
@Provider
@ApplicationScoped
public class AccessLogFilter implements ContainerResponseFilter {
  /** The request property with the address of the caller. */
  public static final String ADDRESS = "webhooks.address";

  private static final Set<Integer> REFUSALS = Set.of(401, 403, 429);
  private static final int NOT_FOUND = 404;

  private final AccessLog log;

  /** Creates the bean's proxy, for the container. */
  public AccessLogFilter() {
    this(null);
  }

  /** Creates the filter. */
  @Inject
  public AccessLogFilter(AccessLog log) {
    this.log = log;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    SecurityContext security = request.getSecurityContext();
    Supplier<RefusedCall> call =
        () -> refusedCall(CallerPrincipal.actorOf(security), request, response);
    int status = response.getStatus();
    boolean refused = REFUSALS.contains(status);
    if (security.getUserPrincipal() instanceof CallerPrincipal caller) {
      if (refused || status == NOT_FOUND) {
        log.refusedWithToken(caller, call);
      }
    } else if (refused) {
      log.refusedWithoutToken(call);
    }
  }

  private static RefusedCall refusedCall(
      Optional<Actor> caller, ContainerRequestContext request, ContainerResponseContext response) {
    return new RefusedCall(
        response.getStatus(),
        code(response.getEntity()),
        Optional.ofNullable((String) request.getProperty(InvalidToken.PROPERTY)),
        caller,
        request.getMethod(),
        request.getUriInfo().getRequestUri().getRawPath(),
        (String) request.getProperty(ADDRESS));
  }

  /** Returns the code of an error. The log has no message, because it can quote the request. */
  private static String code(Object entity) {
    if (!(entity instanceof String json)) {
      return "";
    }
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject().getJsonObject("error").getString("code");
    }
  }
}
