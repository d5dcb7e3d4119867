package webhooks.api.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.RequiresScope;
import webhooks.api.token.CallerPrincipal;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.node.announcement.NodeAdministration;

/** Shows the nodes, their database, and the settings of the node that answers. */
@Path("admin")
@RequestScoped
public class NodesResource {
  @Inject NodeAdministration nodes;

  /** Returns the nodes and their database. */
  @GET
  @Path("nodes")
  @RequiresScope(TokenScope.ADMIN)
  public Response nodes(@Context SecurityContext security) {
    Caller by = CallerPrincipal.callerOf(security);
    return JsonResponse.of(Status.OK, OperatorJson.write(nodes.nodes(by), nodes.database(by)));
  }

  /** Returns all settings of this node, without secrets. */
  @GET
  @Path("settings")
  @RequiresScope(TokenScope.ADMIN)
  public Response settings(@Context SecurityContext security) {
    return JsonResponse.of(
        Status.OK, OperatorJson.write(nodes.settings(CallerPrincipal.callerOf(security))));
  }
}
