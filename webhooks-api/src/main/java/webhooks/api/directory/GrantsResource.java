package webhooks.api.directory;

import static webhooks.api.http.JsonResponse.JSON;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

/** Grants, shows and revokes the permissions of a client application on an iTwin. */
@Path("admin/itwins/{iTwinId}/permissions/{clientId}")
@RequestScoped
@RequiresLocalAccessControl
public class GrantsResource {
  private static final Set<String> KNOWN_PERMISSIONS = Set.of("webhooks_maintainer");
  private static final int MAX_CLIENT_ID = 255;

  @Inject ITwinDirectory iTwins;

  /** Replaces the permissions of the client. */
  @PUT
  @RequiresScope(TokenScope.ADMIN)
  public Response put(
      @Context SecurityContext security,
      @PathParam("iTwinId") String iTwinId,
      @PathParam("clientId") String clientId,
      byte[] body) {
    UUID id = AdminRequest.iTwinId(iTwinId);
    // The contract's order of refusal: 404 for the iTwin before 422 for the body.
    iTwins.account(id);
    JsonBody json = new JsonBody(body);
    Optional<List<String>> permissions = json.texts("permissions");
    Faults faults = json.faults();
    if (permissions.isEmpty()) {
      AdminRequest.missing(faults, "permissions");
    } else if (!KNOWN_PERMISSIONS.containsAll(permissions.get())) {
      faults.invalid(
          "permissions", "Property 'permissions' may only hold " + KNOWN_PERMISSIONS + ".");
    }
    if (!isClientId(clientId)) {
      faults.invalid(
          "clientId",
          "The client id must have 1 to 255 characters, none of them a control character.");
    }
    AdminRequest.refuseIfAny(faults);
    iTwins.grant(
        CallerPrincipal.callerOf(security), id, clientId, Set.copyOf(permissions.orElseThrow()));
    return Response.noContent().build();
  }

  /** Returns the permissions of the client. */
  @GET
  @RequiresScope(TokenScope.ADMIN)
  public Response get(
      @PathParam("iTwinId") String iTwinId, @PathParam("clientId") String clientId) {
    JsonArrayBuilder permissions = JSON.createArrayBuilder();
    new TreeSet<>(iTwins.permissions(AdminRequest.iTwinId(iTwinId), valid(clientId)))
        .forEach(permissions::add);
    return JsonResponse.of(
        Status.OK, JSON.createObjectBuilder().add("permissions", permissions).build());
  }

  /** Revokes all permissions of the client. */
  @DELETE
  @RequiresScope(TokenScope.ADMIN)
  public Response revoke(
      @Context SecurityContext security,
      @PathParam("iTwinId") String iTwinId,
      @PathParam("clientId") String clientId) {
    iTwins.revoke(
        CallerPrincipal.callerOf(security), AdminRequest.iTwinId(iTwinId), valid(clientId));
    return Response.noContent().build();
  }

  private static boolean isClientId(String clientId) {
    return Ids.isOpaque(clientId, MAX_CLIENT_ID);
  }

  /** Returns the client id; an invalid one is 404, because it cannot have a permission. */
  private static String valid(String clientId) {
    if (!isClientId(clientId)) {
      throw AdminRequest.iTwinNotFound();
    }
    return clientId;
  }
}
