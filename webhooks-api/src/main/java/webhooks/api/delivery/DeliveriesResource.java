package webhooks.api.delivery;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.Compressed;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.DeliveryHistory;
import webhooks.domain.delivery.history.chart.CountDeliveries;
import webhooks.domain.delivery.history.chart.DeliveryCharts;
import webhooks.domain.delivery.history.recover.DeliveryRecovery;
import webhooks.domain.delivery.history.search.DeliverySearch;
import webhooks.domain.portal.PortalPage;

/** Searches, counts and shows the deliveries of a webhook, and redelivers one. */
@Path("webhooks/{webhookId}/deliveries")
@ApplicationScoped
public class DeliveriesResource {
  @EJB private DeliveryHistory history;
  @EJB private DeliverySearch search;
  @EJB private DeliveryRecovery recovery;
  @EJB private DeliveryCharts charts;

  private final PageResponse pages;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public DeliveriesResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public DeliveriesResource(PageResponse pages, CurrentCaller caller) {
    this.pages = pages;
    this.caller = caller;
  }

  /** Returns a page of deliveries, newest first. */
  @GET
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.DELIVERIES})
  @Compressed
  public Response list(@Context UriInfo uri, @PathParam("webhookId") String webhookId) {
    return SearchJson.ofWebhook(
        pages, uri, search.ofWebhook(caller.get(), webhookId, SearchJson.read(uri)));
  }

  /** Counts the deliveries of a period, up to a maximum. */
  @GET
  @Path("count")
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.DELIVERIES})
  public Response count(@Context UriInfo uri, @PathParam("webhookId") String webhookId) {
    QueryParameters query = new QueryParameters(uri);
    return JsonResponse.of(
        Status.OK,
        StatisticsJson.write(
                charts.count(
                    caller.get(),
                    webhookId,
                    new CountDeliveries(
                        query.text("status"),
                        query.text("eventType"),
                        query.text("since"),
                        query.text("until"),
                        query.faults())))
            .build());
  }

  /** Counts the deliveries that a recovery would make pending again, up to a maximum. */
  @POST
  @Path("count")
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.DELIVERIES})
  public Response countRecoverable(@PathParam("webhookId") String webhookId, byte[] body) {
    return JsonResponse.of(
        Status.OK,
        StatisticsJson.write(
                recovery.count(caller.get(), webhookId, DeliveryJson.readRecover(body)))
            .build());
  }

  /** Returns one delivery with its body and its attempts. */
  @GET
  @Path("{deliveryId}")
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.DELIVERIES})
  public Response get(
      @PathParam("webhookId") String webhookId, @PathParam("deliveryId") String deliveryId) {
    return DeliveryJson.response(history.get(caller.get(), webhookId, deliveryId));
  }

  /** Makes one delivery pending again, whatever its status. */
  @POST
  @Path("{deliveryId}/redeliver")
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.DELIVERIES})
  public Response redeliver(
      @PathParam("webhookId") String webhookId,
      @PathParam("deliveryId") String deliveryId,
      byte[] body) {
    return JsonResponse.of(
        Status.ACCEPTED,
        DeliveryJson.write(
            history.redeliver(
                caller.get(), webhookId, deliveryId, JsonBody.optional(body).faults())));
  }
}
