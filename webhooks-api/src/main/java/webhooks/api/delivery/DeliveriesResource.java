package webhooks.api.delivery;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import webhooks.api.request.JsonAnswer;
import webhooks.api.token.CallerPrincipal;
import webhooks.api.token.RequiresScope;
import webhooks.api.token.Scope;
import webhooks.domain.log.DeliveryLog;
import webhooks.domain.log.DeliveryPage;
import webhooks.domain.log.ListDeliveries;

/** Lists and shows the deliveries of a webhook, and has one sent again. */
@Path("webhooks/{webhookId}/deliveries")
@RequestScoped
public class DeliveriesResource {
  private static final String TOKEN = "continuationToken";

  @Inject DeliveryLog log;

  /** Returns a page of deliveries, newest first. */
  @GET
  @RequiresScope(Scope.READ)
  public Response list(
      @Context SecurityContext security,
      @Context UriInfo uri,
      @PathParam("webhookId") String webhookId) {
    MultivaluedMap<String, String> query = uri.getQueryParameters();
    DeliveryPage page =
        log.list(
            CallerPrincipal.callerOf(security),
            webhookId,
            new ListDeliveries(
                first(query, "$top"),
                first(query, TOKEN),
                first(query, "status"),
                first(query, "eventType"),
                first(query, "since"),
                first(query, "until")));
    Optional<URI> next =
        page.continuation()
            .map(token -> uri.getRequestUriBuilder().replaceQueryParam(TOKEN, token).build());
    return JsonAnswer.of(Status.OK, DeliveryJson.write(page, uri.getRequestUri(), next));
  }

  /** Returns a delivery with its body and its attempts. */
  @GET
  @Path("{deliveryId}")
  @RequiresScope(Scope.READ)
  public Response get(
      @Context SecurityContext security,
      @PathParam("webhookId") String webhookId,
      @PathParam("deliveryId") String deliveryId) {
    return JsonAnswer.of(
        Status.OK,
        DeliveryJson.write(log.get(CallerPrincipal.callerOf(security), webhookId, deliveryId)));
  }

  /** Has a delivery sent again. */
  @POST
  @Path("{deliveryId}/redeliver")
  @RequiresScope(Scope.MODIFY)
  public Response redeliver(
      @Context SecurityContext security,
      @PathParam("webhookId") String webhookId,
      @PathParam("deliveryId") String deliveryId) {
    return JsonAnswer.of(
        Status.ACCEPTED,
        DeliveryJson.write(
            log.redeliver(CallerPrincipal.callerOf(security), webhookId, deliveryId)));
  }

  private static Optional<String> first(MultivaluedMap<String, String> query, String name) {
    return Optional.ofNullable(query.getFirst(name)).filter(text -> !text.isEmpty());
  }
}
