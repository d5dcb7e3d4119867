package webhooks.api.directory;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresLocalAccessControl;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.directory.DirectoryAdministration;
import webhooks.domain.directory.GrantPermissions;

/** Grants, shows and revokes the permissions of a client application on an iTwin. */
@Path("admin/itwins/{iTwinId}/permissions/{clientId}")
@ApplicationScoped
@RequiresLocalAccessControl
public class GrantsResource {
  private final DirectoryAdministration directory;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public GrantsResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public GrantsResource(DirectoryAdministration directory, CurrentCaller caller) {
    this.directory = directory;
    this.caller = caller;
  }

  /** Replaces the permissions of the client. */
  @PUT
  @RequiresScope(TokenScope.ADMIN)
  public Response put(
      @PathParam("iTwinId") String iTwinId, @PathParam("clientId") String clientId, byte[] body) {
    JsonBody json = new JsonBody(body);
    Optional<List<String>> permissions = json.texts("permissions");
    directory.grant(
        caller.get(), iTwinId, clientId, new GrantPermissions(permissions, json.faults()));
    return Response.noContent().build();
  }

  /** Returns the permissions of the client. */
  @GET
  @RequiresScope(TokenScope.ADMIN)
  public Response get(
      @PathParam("iTwinId") String iTwinId, @PathParam("clientId") String clientId) {
    JsonArrayBuilder permissions = JSON.createArrayBuilder();
    directory.permissions(caller.get(), iTwinId, clientId).forEach(permissions::add);
    return JsonResponse.of(
        Status.OK, JSON.createObjectBuilder().add("permissions", permissions).build());
  }

  /** Revokes all permissions of the client. */
  @DELETE
  @RequiresScope(TokenScope.ADMIN)
  public Response revoke(
      @PathParam("iTwinId") String iTwinId, @PathParam("clientId") String clientId) {
    directory.revoke(caller.get(), iTwinId, clientId);
    return Response.noContent().build();
  }
}
