package webhooks.api.webhook;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.overview.FindWebhooks;
import webhooks.domain.delivery.history.overview.FoundWebhooks;
import webhooks.domain.delivery.history.overview.WebhookSearch;
import webhooks.domain.page.Page;
import webhooks.domain.portal.PortalPage;
import webhooks.domain.webhook.PauseUpdates;
import webhooks.domain.webhook.WebhookView;
import webhooks.domain.webhook.Webhooks;
import webhooks.domain.webhook.list.ListOwnWebhooks;
import webhooks.domain.webhook.list.WebhookLists;

/** Creates, lists, reads, updates, pauses and deletes webhooks, and rotates their secrets. */
@Path("webhooks")
@ApplicationScoped
public class WebhooksResource {
  private static final String LIST = "webhooks";

  @EJB private Webhooks webhooks;
  @EJB private PauseUpdates pauses;
  @EJB private WebhookSearch search;

  private final WebhookLists lists;
  private final PageResponse pages;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public WebhooksResource() {
    this(null, null, null);
  }

  /** Creates the resource. */
  @Inject
  public WebhooksResource(WebhookLists lists, PageResponse pages, CurrentCaller caller) {
    this.lists = lists;
    this.pages = pages;
    this.caller = caller;
  }

  /** Creates an inactive webhook. */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  public Response create(byte[] body) {
    return JsonResponse.of(
        Status.ACCEPTED,
        WebhookJson.write(webhooks.create(caller.get(), WebhookJson.readCreate(body))));
  }

  /**
   * Lists webhooks, newest first: all of them, or a page if the request asks for one. A client sees
   * the webhooks that it created, an administrator all webhooks of the account and its iTwins. With
   * a search, a state, a type or an order, the answer is always a page.
   */
  @GET
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.DELIVERIES, PortalPage.OPTIONS})
  public Response list(@Context UriInfo uri) {
    Caller by = caller.get();
    QueryParameters query = new QueryParameters(uri);
    FindWebhooks find = FindParameters.read(query);
    if (find.isSearch()) {
      FoundWebhooks<WebhookView> found = search.find(by, find);
      JsonObjectBuilder json =
          JSON.createObjectBuilder()
              .add(LIST, WebhookJson.write(found.page().items()))
              .add("complete", found.complete());
      return pages.of(uri, json, found.page().continuation());
    }
    ListOwnWebhooks request =
        new ListOwnWebhooks(find.top(), find.continuationToken(), find.active(), find.faults());
    if (request.isPaged()) {
      Page<WebhookView> page = lists.page(by, request);
      return pages.of(uri, LIST, WebhookJson.write(page.items()), page.continuation());
    }
    return JsonResponse.stream(
        JsonValue.EMPTY_JSON_OBJECT, LIST, lists.all(by, request), WebhookJson::write);
  }

  /** Returns one webhook. */
  @GET
  @Path("{id}")
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.DELIVERIES, PortalPage.OPTIONS})
  public Response get(@PathParam("id") String id) {
    return JsonResponse.of(Status.OK, WebhookJson.write(webhooks.get(caller.get(), id)));
  }

  /** Updates the properties in the body, and returns the whole webhook. */
  @PATCH
  @Path("{id}")
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.WEBHOOKS})
  public Response update(@PathParam("id") String id, byte[] body) {
    return JsonResponse.of(
        Status.OK,
        WebhookJson.write(webhooks.update(caller.get(), id, WebhookJson.readUpdate(body))));
  }

  /** Deletes one webhook with its URL and secret. Its pending deliveries will not be sent. */
  @DELETE
  @Path("{id}")
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.WEBHOOKS})
  public Response delete(@PathParam("id") String id) {
    webhooks.delete(caller.get(), id);
    return Response.noContent().build();
  }

  /** Pauses one webhook, or replaces the end of its pause. */
  @POST
  @Path("{id}/pause")
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.OPTIONS})
  public Response pause(@PathParam("id") String id, byte[] body) {
    return JsonResponse.of(
        Status.OK, PauseJson.write(pauses.pause(caller.get(), id, PauseJson.read(body))));
  }

  /** Ends the pause of one webhook, if it is paused. */
  @POST
  @Path("{id}/resume")
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.OPTIONS})
  public Response resume(@PathParam("id") String id, byte[] body) {
    return JsonResponse.of(
        Status.OK,
        PauseJson.write(pauses.resume(caller.get(), id, JsonBody.optional(body).faults())));
  }

  /** Replaces the secret of one webhook. */
  @POST
  @Path("{id}/rotate-secret")
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.WEBHOOKS})
  public Response rotateSecret(@PathParam("id") String id, byte[] body) {
    return JsonResponse.of(
        Status.OK,
        WebhookJson.write(webhooks.rotateSecret(caller.get(), id, WebhookJson.readRotate(body))));
  }
}
