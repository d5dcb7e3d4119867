package webhooks.api.admin;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.Compressed;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.account.BlockImpact;
import webhooks.domain.delivery.history.account.BlockImpacts;
import webhooks.domain.page.Page;
import webhooks.domain.webhook.admin.BlockAdministration;
import webhooks.domain.webhook.admin.ListBlocks;
import webhooks.domain.webhook.block.Block;
import webhooks.domain.webhook.block.BlockKind;

/** Blocks a webhook, a client or an account, and lists and removes the blocks. */
@Path("admin/blocks")
@ApplicationScoped
public class BlocksResource {
  @EJB private BlockAdministration blocks;
  @EJB private BlockImpacts impacts;

  private final PageResponse pages;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public BlocksResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public BlocksResource(PageResponse pages, CurrentCaller caller) {
    this.pages = pages;
    this.caller = caller;
  }

  /** Returns a page of blocks, newest first. */
  @GET
  @RequiresScope(TokenScope.ADMIN)
  @Compressed
  public Response list(@Context UriInfo uri) {
    QueryParameters query = new QueryParameters(uri);
    Page<Block> page =
        blocks.list(
            caller.get(),
            new ListBlocks(
                query.text(PageResponse.TOP), query.text(PageResponse.TOKEN), query.faults()));
    return pages.of(
        uri, "blocks", AdminJson.array(page.items(), AdminJson::write), page.continuation());
  }

  /** Returns whether there is a block, and what it stops or would stop. */
  @GET
  @Path("{kind}/{id}")
  @RequiresScope(TokenScope.ADMIN)
  public Response impact(
      @Context UriInfo uri, @PathParam("kind") String kind, @PathParam("id") String id) {
    BlockImpact impact =
        impacts.of(caller.get(), kind(kind), id, new QueryParameters(uri).faults());
    return JsonResponse.of(Status.OK, OperatorJson.write(impact));
  }

  /** Blocks a webhook, a client or an account. */
  @PUT
  @Path("{kind}/{id}")
  @RequiresScope(TokenScope.ADMIN)
  public Response add(@PathParam("kind") String kind, @PathParam("id") String id, byte[] body) {
    blocks.add(caller.get(), kind(kind), id, JsonBody.optional(body).faults());
    return Response.noContent().build();
  }

  /** Removes a block. On request, activates the webhooks again that it has deactivated. */
  @DELETE
  @Path("{kind}/{id}")
  @RequiresScope(TokenScope.ADMIN)
  public Response remove(
      @Context UriInfo uri, @PathParam("kind") String kind, @PathParam("id") String id) {
    QueryParameters query = new QueryParameters(uri);
    Optional<String> reactivate = query.text("reactivate");
    BlockKind known = kind(kind);
    if (blocks.checkReactivate(caller.get(), reactivate, query.faults())) {
      return JsonResponse.of(
          Status.OK, AdminJson.write(blocks.removeAndReactivate(caller.get(), known, id)));
    }
    blocks.remove(caller.get(), known, id);
    return Response.noContent().build();
  }

  private static BlockKind kind(String text) {
    return BlockKind.of(text).orElseThrow(NotFoundException::new);
  }
}
