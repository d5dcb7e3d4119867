package webhooks.api.delivery;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.DeliveryDetail;
import webhooks.domain.delivery.history.search.OperatorDeliveries;

/** Lists and shows the deliveries of any webhook to operators. */
@Path("admin/webhooks/{webhookId}/deliveries")
@ApplicationScoped
public class OperatorDeliveriesResource {
  @EJB private OperatorDeliveries deliveries;

  private final PageResponse pages;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public OperatorDeliveriesResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public OperatorDeliveriesResource(PageResponse pages, CurrentCaller caller) {
    this.pages = pages;
    this.caller = caller;
  }

  /** Returns a page of deliveries, newest first. */
  @GET
  @RequiresScope(TokenScope.ADMIN)
  public Response list(@Context UriInfo uri, @PathParam("webhookId") String webhookId) {
    return SearchJson.ofWebhook(
        pages, uri, deliveries.list(caller.get(), webhookId, SearchJson.read(uri)));
  }

  /** Returns one delivery with its body and its attempts. */
  @GET
  @Path("{deliveryId}")
  @RequiresScope(TokenScope.ADMIN)
  public Response get(
      @PathParam("webhookId") String webhookId, @PathParam("deliveryId") String deliveryId) {
    DeliveryDetail detail = deliveries.get(caller.get(), webhookId, deliveryId);
    return DeliveryJson.response(detail);
  }
}
