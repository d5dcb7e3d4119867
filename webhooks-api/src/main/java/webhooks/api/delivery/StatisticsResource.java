package webhooks.api.delivery;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import webhooks.api.request.JsonAnswer;
import webhooks.api.token.CallerPrincipal;
import webhooks.api.token.RequiresScope;
import webhooks.api.token.Scope;
import webhooks.domain.log.DeliveryLog;

/** Tells how a webhook fares. */
@Path("webhooks/{webhookId}/statistics")
@RequestScoped
public class StatisticsResource {
  @Inject DeliveryLog log;

  /** Returns counts by status, latency, and what fails. */
  @GET
  @RequiresScope(Scope.READ)
  public Response get(
      @Context SecurityContext security,
      @PathParam("webhookId") String webhookId,
      @QueryParam("window") String window) {
    return JsonAnswer.of(
        Status.OK,
        DeliveryJson.write(
            log.statistics(
                CallerPrincipal.callerOf(security),
                webhookId,
                Optional.ofNullable(window).filter(text -> !text.isEmpty()))));
  }
}
