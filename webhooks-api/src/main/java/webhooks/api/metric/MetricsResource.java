package webhooks.api.metric;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import webhooks.api.security.NoTokenRequired;
import webhooks.domain.metric.Metrics;

/**
 * What Prometheus scrapes: figures of this node, of no tenant and no webhook.
 *
 * <p>Not left to the servers, of which some have no metrics of applications any more.
 */
@Path("metrics")
@RequestScoped
public class MetricsResource {
  private static final String TEXT = "text/plain;version=0.0.4;charset=utf-8";

  @Inject Metrics metrics;

  /** Returns the figures in Prometheus's text format. */
  @GET
  @NoTokenRequired
  public Response get() {
    return Response.ok(metrics.text(), TEXT).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }
}
