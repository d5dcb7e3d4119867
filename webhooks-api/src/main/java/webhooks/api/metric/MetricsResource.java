package webhooks.api.metric;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import webhooks.api.security.NoTokenRequired;
import webhooks.domain.metric.Metrics;

/**
 * Serves the metrics of this node to Prometheus. They name no account and no webhook.
 *
 * <p>The servers' own metrics are not used, because WildFly no longer has metrics of applications.
 */
@Path("metrics")
@ApplicationScoped
public class MetricsResource {
  private final Metrics metrics;

  /** Creates the bean's proxy, for the container. */
  public MetricsResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public MetricsResource(Metrics metrics) {
    this.metrics = metrics;
  }

  /** Returns the metrics in OpenMetrics if the request prefers it, else in Prometheus's text. */
  @GET
  @NoTokenRequired
  public Response get(@Context HttpHeaders headers) {
    MetricsFormat format = MetricsFormat.requested(accept(headers));
    String body = format == MetricsFormat.OPEN_METRICS ? metrics.openMetrics() : metrics.text();
    return Response.ok(body, format.contentType())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .build();
  }

  /** Returns the values of the header. Some servers return null for an absent one. */
  private static List<String> accept(HttpHeaders headers) {
    return Optional.ofNullable(headers.getRequestHeader(HttpHeaders.ACCEPT)).orElse(List.of());
  }
}
