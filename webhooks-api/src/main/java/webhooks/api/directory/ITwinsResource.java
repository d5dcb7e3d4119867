package webhooks.api.directory;

import static webhooks.api.http.JsonResponse.JSON;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.UUID;
import webhooks.api.http.JsonBody;
import webhooks.api.http.JsonResponse;
import webhooks.api.security.CallerPrincipal;
import webhooks.api.security.RequiresLocalAccessControl;
import webhooks.api.security.RequiresScope;
import webhooks.api.security.TokenScope;
import webhooks.domain.directory.ITwinDirectory;
import webhooks.domain.error.Faults;
import webhooks.domain.id.Ids;

/** Adds, shows and removes iTwins, each with the account that owns it. */
@Path("admin/itwins/{iTwinId}")
@RequestScoped
@RequiresLocalAccessControl
public class ITwinsResource {
  private static final int MAX_ACCOUNT_ID = 128;

  @Inject ITwinDirectory iTwins;

  /** Adds an iTwin, or moves a known one to another account. */
  @PUT
  @RequiresScope(TokenScope.ADMIN)
  public Response put(
      @Context SecurityContext security, @PathParam("iTwinId") String iTwinId, byte[] body) {
    UUID id = AdminRequest.iTwinId(iTwinId);
    JsonBody json = new JsonBody(body);
    Optional<String> accountId = json.text("accountId");
    Faults faults = json.faults();
    if (accountId.isEmpty()) {
      AdminRequest.missing(faults, "accountId");
    } else if (!Ids.isOpaque(accountId.get(), MAX_ACCOUNT_ID)) {
      faults.invalid(
          "accountId",
          "Property 'accountId' must have 1 to 128 characters, none of them a control character.");
    }
    AdminRequest.refuseIfAny(faults);
    iTwins.put(CallerPrincipal.callerOf(security), id, accountId.orElseThrow());
    return Response.noContent().build();
  }

  /** Returns the iTwin with its account. */
  @GET
  @RequiresScope(TokenScope.ADMIN)
  public Response get(@PathParam("iTwinId") String iTwinId) {
    UUID id = AdminRequest.iTwinId(iTwinId);
    return JsonResponse.of(
        Status.OK,
        JSON.createObjectBuilder()
            .add("id", id.toString())
            .add("accountId", iTwins.account(id))
            .build());
  }

  /** Removes the iTwin with all permissions on it. */
  @DELETE
  @RequiresScope(TokenScope.ADMIN)
  public Response remove(@Context SecurityContext security, @PathParam("iTwinId") String iTwinId) {
    iTwins.remove(CallerPrincipal.callerOf(security), AdminRequest.iTwinId(iTwinId));
    return Response.noContent().build();
  }
}
