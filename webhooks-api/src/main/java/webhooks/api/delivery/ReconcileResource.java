package webhooks.api.delivery;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import webhooks.api.http.MaxBodySize;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.reconcile.ReconcileDeliveries;
import webhooks.domain.delivery.history.reconcile.Reconciled;
import webhooks.domain.delivery.history.reconcile.Reconciliation;
import webhooks.domain.portal.PortalPage;

/** Compares the events of a receiver with the deliveries of its webhook. */
@Path("webhooks/{webhookId}/reconcile")
@ApplicationScoped
public class ReconcileResource {
  /** Enough for 10,000 ids and 1,000 hours. */
  private static final int MAX_BODY = 640 * 1024;

  @EJB private Reconciliation reconciliation;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public ReconcileResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public ReconcileResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Returns the hours that differ. Sends missing events again if the body has the known ids. */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  @MaxBodySize(MAX_BODY)
  @OnPages({PortalPage.DELIVERIES})
  public Response reconcile(@PathParam("webhookId") String webhookId, byte[] body) {
    JsonBody json = new JsonBody(body);
    ReconcileDeliveries request = new ReconcileDeliveries(json.members(), json.faults());
    return JsonResponse.of(
        Status.OK, write(reconciliation.reconcile(caller.get(), webhookId, request)));
  }

  private static JsonObject write(Reconciled reconciled) {
    JsonArrayBuilder hours = JSON.createArrayBuilder();
    reconciled
        .hours()
        .forEach(
            hour ->
                hours.add(
                    JSON.createObjectBuilder()
                        .add("hour", JsonResponse.time(hour.hour()))
                        .add("count", hour.count())
                        .add("hash", hour.hash())
                        .add("pending", hour.pending())));
    JsonObjectBuilder json = JSON.createObjectBuilder().add("hours", hours);
    reconciled.redelivered().ifPresent(count -> json.add("redelivered", count));
    reconciled.pending().ifPresent(count -> json.add("pending", count));
    return json.build();
  }
}
