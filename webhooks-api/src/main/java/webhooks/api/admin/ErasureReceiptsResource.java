package webhooks.api.admin;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.event.erasure.Erasures;

/** Verifies receipts of erasures. */
@Path("admin/erasure-receipts/verify")
@ApplicationScoped
public class ErasureReceiptsResource {
  @EJB private Erasures erasures;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public ErasureReceiptsResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public ErasureReceiptsResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Returns whether this product has signed a receipt. */
  @POST
  @RequiresScope(TokenScope.ADMIN)
  public Response verify(byte[] body) {
    JsonBody json = new JsonBody(body);
    Optional<String> receipt = json.text("receipt");
    boolean valid = erasures.verify(caller.get(), receipt, json.faults()).isPresent();
    return JsonResponse.of(Status.OK, JSON.createObjectBuilder().add("valid", valid).build());
  }
}
