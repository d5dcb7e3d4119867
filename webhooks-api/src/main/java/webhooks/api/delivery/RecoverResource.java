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
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.recover.DeliveryRecovery;
import webhooks.domain.portal.PortalPage;

/** Recovers the undelivered deliveries of a webhook, and shows how far that has come. */
@Path("webhooks/{webhookId}/recover")
@ApplicationScoped
public class RecoverResource {
  @EJB private DeliveryRecovery recovery;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public RecoverResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public RecoverResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /**
   * Makes undelivered deliveries of a period pending again. Returns how many it has recovered by
   * now, and whether more follow.
   */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.DELIVERIES})
  public Response recover(@PathParam("webhookId") String webhookId, byte[] body) {
    return JsonResponse.of(
        Status.ACCEPTED,
        DeliveryJson.write(
            recovery.recover(caller.get(), webhookId, DeliveryJson.readRecover(body))));
  }

  /** Returns how far the latest recovery has come. */
  @GET
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.DELIVERIES})
  public Response get(@Context UriInfo uri, @PathParam("webhookId") String webhookId) {
    return JsonResponse.of(
        Status.OK,
        DeliveryJson.write(
            recovery.state(caller.get(), webhookId, new QueryParameters(uri).faults())));
  }
}
