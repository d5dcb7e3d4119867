package webhooks.api.delivery;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.event.erasure.PayloadErasures;
import webhooks.domain.portal.PortalPage;

/** Erases the payload of a delivery for its webhook. */
@Path("webhooks/{webhookId}/deliveries/{deliveryId}/payload")
@ApplicationScoped
public class DeliveryPayloadResource {
  @EJB private PayloadErasures erasures;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public DeliveryPayloadResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public DeliveryPayloadResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Erases the payload of the delivery, and cancels the delivery if it is pending. */
  @DELETE
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.DELIVERIES})
  public Response erase(
      @PathParam("webhookId") String webhookId, @PathParam("deliveryId") String deliveryId) {
    erasures.eraseDelivery(caller.get(), webhookId, deliveryId);
    return Response.noContent().build();
  }
}
