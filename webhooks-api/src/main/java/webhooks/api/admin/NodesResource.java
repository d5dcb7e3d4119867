package webhooks.api.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.response.Compressed;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.metric.history.FigureHistory;
import webhooks.domain.metric.history.NodeFigureHistory;
import webhooks.domain.node.announcement.NodeAdministration;

/** Shows the nodes, their database, and the settings of the node that answers the request. */
@Path("admin")
@ApplicationScoped
public class NodesResource {
  private final NodeAdministration nodes;
  private final NodeFigureHistory figures;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public NodesResource() {
    this(null, null, null);
  }

  /** Creates the resource. */
  @Inject
  public NodesResource(NodeAdministration nodes, NodeFigureHistory figures, CurrentCaller caller) {
    this.nodes = nodes;
    this.figures = figures;
    this.caller = caller;
  }

  /** Returns the nodes, their database, and what they took in and delivered over time. */
  @GET
  @Path("nodes")
  @RequiresScope(TokenScope.ADMIN)
  @Compressed
  public Response nodes(@Context UriInfo uri) {
    Caller by = caller.get();
    QueryParameters query = new QueryParameters(uri);
    FigureHistory history = figures.of(by, query.text("window"), query.faults());
    return JsonResponse.of(
        Status.OK, OperatorJson.write(nodes.nodes(by), history, nodes.database(by)));
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
