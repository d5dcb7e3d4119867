package webhooks.api.accesslog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.io.StringReader;
import java.util.Optional;
import java.util.Set;
import webhooks.api.token.CallerPrincipal;
import webhooks.api.token.InvalidToken;

/**
 * Logs calls that the API refuses because of their caller: without a valid token, scope or
 * permission, over the rate limit, or for a webhook that is not the caller's.
 */
@Provider
@ApplicationScoped
public class AccessLogFilter implements ContainerResponseFilter {
  /** The request property with the address of the caller. */
  public static final String ADDRESS = "webhooks.address";

  private static final Set<Integer> REFUSALS = Set.of(401, 403, 429);
  private static final int NOT_FOUND = 404;

  @Inject AccessLog log;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Optional<String> client = CallerPrincipal.clientOf(request.getSecurityContext());
    int status = response.getStatus();
    if (REFUSALS.contains(status) || status == NOT_FOUND && client.isPresent()) {
      log.refused(
          () ->
              new RefusedCall(
                  status,
                  code(response.getEntity()),
                  Optional.ofNullable((String) request.getProperty(InvalidToken.PROPERTY)),
                  client.orElse(""),
                  request.getMethod(),
                  request.getUriInfo().getRequestUri().getRawPath(),
                  (String) request.getProperty(ADDRESS)));
    }
  }

  /** Returns the code of an error. The message is not logged, because it can quote the request. */
  private static String code(Object entity) {
    if (!(entity instanceof String json)) {
      return "";
    }
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject().getJsonObject("error").getString("code");
    }
  }
}
