package webhooks.api.delivery;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import webhooks.api.http.JsonResponse;
import webhooks.api.security.CallerPrincipal;
import webhooks.api.security.RequiresScope;
import webhooks.api.security.TokenScope;
import webhooks.domain.log.DeliveryLog;

/** Has all deliveries of a webhook sent again that did not arrive in a span of time. */
@Path("webhooks/{webhookId}/recover")
@RequestScoped
public class RecoverResource {
  @Inject DeliveryLog log;

  /** Queues them, and tells how many they are. */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  public Response recover(
      @Context SecurityContext security, @PathParam("webhookId") String webhookId, byte[] body) {
    return JsonResponse.of(
        Status.ACCEPTED,
        DeliveryJson.writeRecovered(
            log.recover(
                CallerPrincipal.callerOf(security), webhookId, DeliveryJson.readRecover(body))));
  }
}
