package webhooks.dev;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Adds {@code X-Content-Type-Options} to each response. The product's HTTP listener assumes that a
 * success without this header comes from the server itself, and replaces it by 503.
 */
@Provider
public class NoSniffFilter implements ContainerResponseFilter {
  /** Creates the filter, for the container. */
  public NoSniffFilter() {}

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
  }
}
