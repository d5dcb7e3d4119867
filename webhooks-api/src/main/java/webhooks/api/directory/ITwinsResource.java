package webhooks.api.directory;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresLocalAccessControl;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.directory.DirectoryAdministration;
import webhooks.domain.directory.ITwinView;
import webhooks.domain.directory.PutITwin;

/** Adds, moves, shows and removes iTwins, each with the account that owns it. */
@Path("admin/itwins/{iTwinId}")
@ApplicationScoped
@RequiresLocalAccessControl
public class ITwinsResource {
  private final DirectoryAdministration directory;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public ITwinsResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public ITwinsResource(DirectoryAdministration directory, CurrentCaller caller) {
    this.directory = directory;
    this.caller = caller;
  }

  /** Adds an iTwin, or moves a known one to another account. */
  @PUT
  @RequiresScope(TokenScope.ADMIN)
  public Response put(@PathParam("iTwinId") String iTwinId, byte[] body) {
    JsonBody json = new JsonBody(body);
    Optional<String> accountId = json.text("accountId");
    directory.put(caller.get(), iTwinId, new PutITwin(accountId, json.faults()));
    return Response.noContent().build();
  }

  /** Returns the iTwin with its account. */
  @GET
  @RequiresScope(TokenScope.ADMIN)
  public Response get(@PathParam("iTwinId") String iTwinId) {
    ITwinView iTwin = directory.get(caller.get(), iTwinId);
    return JsonResponse.of(
        Status.OK,
        JSON.createObjectBuilder()
            .add("id", iTwin.id().toString())
            .add("accountId", iTwin.accountId())
            .build());
  }

  /** Removes the iTwin with all permissions on it. */
  @DELETE
  @RequiresScope(TokenScope.ADMIN)
  public Response remove(@PathParam("iTwinId") String iTwinId) {
    directory.remove(caller.get(), iTwinId);
    return Response.noContent().build();
  }
}
