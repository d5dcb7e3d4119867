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
import jakarta.ws.rs.core.UriInfo;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.Compressed;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
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

  /** Blocks a webhook, a client or an account. */
  @PUT
  @Path("{kind}/{id}")
  @RequiresScope(TokenScope.ADMIN)
  public Response add(@PathParam("kind") String kind, @PathParam("id") String id, byte[] body) {
    blocks.add(caller.get(), kind(kind), id, JsonBody.optional(body).faults());
    return Response.noContent().build();
  }

  /** Removes a block. */
  @DELETE
  @Path("{kind}/{id}")
  @RequiresScope(TokenScope.ADMIN)
  public Response remove(@PathParam("kind") String kind, @PathParam("id") String id) {
    blocks.remove(caller.get(), kind(kind), id);
    return Response.noContent().build();
  }

  private static BlockKind kind(String text) {
    return BlockKind.of(text).orElseThrow(NotFoundException::new);
  }
}
