package webhooks.api.admin;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.event.erasure.EraseEvents;
import webhooks.domain.event.erasure.Erasure;
import webhooks.domain.event.erasure.ErasureReceipts;
import webhooks.domain.event.erasure.Erasures;

/** Erases all events of an account that have a value, and shows the receipts. */
@Path("admin/erasures")
@ApplicationScoped
public class ErasuresResource {
  @EJB private Erasures erasures;

  private final ErasureReceipts receipts;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public ErasuresResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public ErasuresResource(ErasureReceipts receipts, CurrentCaller caller) {
    this.receipts = receipts;
    this.caller = caller;
  }

  /** Erases events. Answers 200 with the receipt, or 202 if nodes continue in the background. */
  @POST
  @RequiresScope(TokenScope.ADMIN)
  public Response start(byte[] body) {
    JsonBody json = new JsonBody(body);
    Erasure erasure = erasures.start(caller.get(), new EraseEvents(json.members(), json.faults()));
    return JsonResponse.of(erasure.isFinished() ? Status.OK : Status.ACCEPTED, write(erasure));
  }

  /** Returns an erasure, with its receipt if it is finished. */
  @GET
  @Path("{erasureId}")
  @RequiresScope(TokenScope.ADMIN)
  public Response get(@PathParam("erasureId") String id) {
    return JsonResponse.of(Status.OK, write(erasures.get(caller.get(), id)));
  }

  private JsonObject write(Erasure erasure) {
    JsonObjectBuilder json = JSON.createObjectBuilder(ErasureReceipts.members(erasure));
    receipts.of(erasure).ifPresent(receipt -> json.add("receipt", receipt));
    return json.build();
  }
}
