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
 * Serves the metrics of this node to Prometheus. They name no tenant and no webhook.
 *
 * <p>The servers' own metrics are not used, because WildFly no longer has metrics of applications.
 */
@Path("metrics")
@RequestScoped
public class MetricsResource {
  private static final String TEXT = "text/plain;version=0.0.4;charset=utf-8";

  @Inject Metrics metrics;

  /** Returns the metrics in Prometheus's text format. */
  @GET
  @NoTokenRequired
  public Response get() {
    return Response.ok(metrics.text(), TEXT).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }
}
