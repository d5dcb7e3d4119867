package webhooks.api.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import webhooks.api.http.response.Compressed;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.node.announcement.NodeAdministration;

/** Shows the nodes, their database, and the settings of the node that answers the request. */
@Path("admin")
@ApplicationScoped
public class NodesResource {
  private final NodeAdministration nodes;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public NodesResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public NodesResource(NodeAdministration nodes, CurrentCaller caller) {
    this.nodes = nodes;
    this.caller = caller;
  }

  /** Returns the nodes and their database. */
  @GET
  @Path("nodes")
  @RequiresScope(TokenScope.ADMIN)
  @Compressed
  public Response nodes() {
    Caller by = caller.get();
    return JsonResponse.of(Status.OK, OperatorJson.write(nodes.nodes(by), nodes.database(by)));
  }

  /** Returns all settings of this node, without secrets. */
  @GET
  @Path("settings")
  @RequiresScope(TokenScope.ADMIN)
  @Compressed
  public Response settings() {
    return JsonResponse.of(Status.OK, OperatorJson.write(nodes.settings(caller.get())));
  }
}
