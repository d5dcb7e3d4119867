package webhooks.api.admin;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import webhooks.api.delivery.DeliveryJson;
import webhooks.api.delivery.ExplanationJson;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.Compressed;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.api.webhook.FindParameters;
import webhooks.api.webhook.PauseJson;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.RecoveryProgress;
import webhooks.domain.delivery.history.explain.ExplainEvents;
import webhooks.domain.delivery.history.overview.FindWebhooks;
import webhooks.domain.delivery.history.overview.FoundWebhooks;
import webhooks.domain.delivery.history.overview.WebhookSearch;
import webhooks.domain.delivery.history.recover.DeliveryRecovery;
import webhooks.domain.delivery.history.state.HealthOfWebhooks;
import webhooks.domain.delivery.history.state.WebhookState;
import webhooks.domain.delivery.history.state.WebhookStates;
import webhooks.domain.page.Page;
import webhooks.domain.webhook.admin.AdminWebhookView;
import webhooks.domain.webhook.admin.ListWebhooks;
import webhooks.domain.webhook.admin.WebhookAdministration;

/**
 * Lists, reads, deactivates, pauses and deletes webhooks of all accounts, and recovers their
 * deliveries.
 */
@Path("admin/webhooks")
@ApplicationScoped
public class AdminWebhooksResource {
  private static final String LIST = "webhooks";

  @EJB private WebhookAdministration webhooks;
  @EJB private WebhookSearch search;
  @EJB private WebhookStates states;
  @EJB private DeliveryRecovery recovery;
  @EJB private ExplainEvents events;
  @EJB private HealthOfWebhooks health;

  private final PageResponse pages;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public AdminWebhooksResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public AdminWebhooksResource(PageResponse pages, CurrentCaller caller) {
    this.pages = pages;
    this.caller = caller;
  }

  /** Returns a page of webhooks, newest first unless the request asks for another order. */
  @GET
  @RequiresScope(TokenScope.ADMIN)
  @Compressed
  public Response list(@Context UriInfo uri) {
    Caller by = caller.get();
    QueryParameters query = new QueryParameters(uri);
    FindWebhooks find = FindParameters.readOfOperator(query);
    if (find.isSearch()) {
      FoundWebhooks<AdminWebhookView> found = search.findAsAdmin(by, find);
      JsonObjectBuilder json =
          JSON.createObjectBuilder()
              .add(LIST, withStates(by, found.page()))
              .add("complete", found.complete());
      return pages.of(uri, json, found.page().continuation());
    }
    Page<AdminWebhookView> page =
        webhooks.list(
            by,
            new ListWebhooks(
                find.top(),
                find.continuationToken(),
                find.accountId(),
                find.active(),
                find.faults()));
    return pages.of(uri, LIST, withStates(by, page), page.continuation());
  }

  private JsonArrayBuilder withStates(Caller by, Page<AdminWebhookView> page) {
    Map<UUID, WebhookState> found =
        states.of(by, page.items().stream().map(AdminWebhookView::id).toList());
    return AdminJson.array(
        page.items(),
        webhook -> AdminJson.write(webhook, found.getOrDefault(webhook.id(), WebhookState.NONE)));
  }

  /** Returns one webhook. */
  @GET
  @Path("{id}")
  @RequiresScope(TokenScope.ADMIN)
  public Response get(@PathParam("id") String id) {
    Caller by = caller.get();
    return withState(by, webhooks.get(by, id));
  }

  /** Returns what has become of an event for a webhook, and why. */
  @GET
  @Path("{id}/explain")
  @RequiresScope(TokenScope.ADMIN)
  public Response explain(@Context UriInfo uri, @PathParam("id") String id) {
    QueryParameters query = new QueryParameters(uri);
    Optional<String> messageId = query.text("messageId");
    return JsonResponse.of(
        Status.OK,
        ExplanationJson.write(events.explainAsAdmin(caller.get(), id, messageId, query.faults())));
  }

  /** Returns whether a webhook works, since when, and why not. */
  @GET
  @Path("{id}/health")
  @RequiresScope(TokenScope.ADMIN)
  public Response health(@Context UriInfo uri, @PathParam("id") String id) {
    return JsonResponse.of(
        Status.OK,
        ExplanationJson.write(health.asAdmin(caller.get(), id, new QueryParameters(uri).faults())));
  }

  /** Deletes one webhook with its URL and secret. */
  @DELETE
  @Path("{id}")
  @RequiresScope(TokenScope.ADMIN)
  public Response delete(@PathParam("id") String id) {
    webhooks.delete(caller.get(), id);
    return Response.noContent().build();
  }

  /** Deactivates a webhook, and returns it. */
  @POST
  @Path("{id}/deactivate")
  @RequiresScope(TokenScope.ADMIN)
  public Response deactivate(@PathParam("id") String id, byte[] body) {
    Caller by = caller.get();
    return withState(by, webhooks.deactivate(by, id, JsonBody.optional(body).faults()));
  }

  /** Pauses a webhook, or replaces the end of its pause. */
  @POST
  @Path("{id}/pause")
  @RequiresScope(TokenScope.ADMIN)
  public Response pause(@PathParam("id") String id, byte[] body) {
    return JsonResponse.of(
        Status.OK, PauseJson.write(webhooks.pause(caller.get(), id, PauseJson.read(body))));
  }

  /** Ends the pause of a webhook, if it is paused. */
  @POST
  @Path("{id}/resume")
  @RequiresScope(TokenScope.ADMIN)
  public Response resume(@PathParam("id") String id, byte[] body) {
    return JsonResponse.of(
        Status.OK,
        PauseJson.write(webhooks.resume(caller.get(), id, JsonBody.optional(body).faults())));
  }

  private Response withState(Caller by, AdminWebhookView webhook) {
    WebhookState state =
        states.of(by, List.of(webhook.id())).getOrDefault(webhook.id(), WebhookState.NONE);
    return JsonResponse.of(Status.OK, AdminJson.write(webhook, state).build());
  }

  /**
   * Makes undelivered deliveries of a period pending again. Returns how many it has recovered by
   * now, and whether more follow.
   */
  @POST
  @Path("{id}/recover")
  @RequiresScope(TokenScope.ADMIN)
  public Response recover(@PathParam("id") String id, byte[] body) {
    RecoveryProgress progress =
        recovery.recoverAsAdmin(caller.get(), id, DeliveryJson.readRecover(body));
    return JsonResponse.of(Status.ACCEPTED, DeliveryJson.write(progress));
  }
}
