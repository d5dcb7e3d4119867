package webhooks.api.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.RequiresScope;
import webhooks.api.token.CallerPrincipal;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.DeliveryHistory;

/** Recovers the undelivered deliveries of a webhook. */
@Path("webhooks/{webhookId}/recover")
@ApplicationScoped
public class RecoverResource {
  @Inject DeliveryHistory history;

  /** Makes undelivered deliveries of a period pending again, and returns how far it is. */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  public Response recover(
      @Context SecurityContext security, @PathParam("webhookId") String webhookId, byte[] body) {
    return JsonResponse.of(
        Status.ACCEPTED,
        DeliveryJson.write(
            history.recover(
                CallerPrincipal.callerOf(security), webhookId, DeliveryJson.readRecover(body))));
  }
}
