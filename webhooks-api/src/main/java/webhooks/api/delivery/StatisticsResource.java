package webhooks.api.delivery;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.response.Compressed;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.DeliveryHistory;
import webhooks.domain.delivery.history.chart.DeliveryCharts;
import webhooks.domain.error.Fault;
import webhooks.domain.portal.PortalPage;

/** Serves the delivery statistics of a webhook. */
@Path("webhooks/{webhookId}/statistics")
@ApplicationScoped
public class StatisticsResource {
  @EJB private DeliveryHistory history;
  @EJB private DeliveryCharts charts;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public StatisticsResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public StatisticsResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Reads statistics of a webhook in a window. */
  @FunctionalInterface
  private interface StatisticsRead {
    JsonObject json(Caller by, Optional<String> window, List<Fault> faults);
  }

  private Response answer(UriInfo uri, StatisticsRead read) {
    QueryParameters query = new QueryParameters(uri);
    return JsonResponse.of(
        Status.OK, read.json(caller.get(), query.text("window"), query.faults()));
  }

  /** Returns deliveries by status, latencies and failures within a window. */
  @GET
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.DELIVERIES, PortalPage.OPTIONS})
  public Response get(@Context UriInfo uri, @PathParam("webhookId") String id) {
    return answer(
        uri,
        (by, window, faults) -> StatisticsJson.write(history.statistics(by, id, window, faults)));
  }

  /** Returns deliveries by status over time. */
  @GET
  @Path("timeline")
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.DELIVERIES, PortalPage.OPTIONS})
  @Compressed
  public Response timeline(@Context UriInfo uri, @PathParam("webhookId") String id) {
    return answer(
        uri, (by, window, faults) -> StatisticsJson.write(charts.timeline(by, id, window, faults)));
  }

  /** Returns latencies over time, the receiver's answers and the event types, all of a sample. */
  @GET
  @Path("attempts")
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.DELIVERIES, PortalPage.OPTIONS})
  @Compressed
  public Response attempts(@Context UriInfo uri, @PathParam("webhookId") String id) {
    return answer(
        uri, (by, window, faults) -> StatisticsJson.write(charts.attempts(by, id, window, faults)));
  }
}
