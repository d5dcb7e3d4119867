package webhooks.api.webhook;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import java.util.Optional;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.response.Compressed;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.audit.AuditEntryView;
import webhooks.domain.audit.ListAuditEntries;
import webhooks.domain.page.Page;
import webhooks.domain.portal.PortalPage;
import webhooks.domain.webhook.list.WebhookActs;

/** Lists the acts on one webhook, which are its audit entries, for its owner. */
@Path("webhooks/{webhookId}/audit")
@ApplicationScoped
public class WebhookActsResource {
  @EJB private WebhookActs acts;

  private final PageResponse pages;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public WebhookActsResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public WebhookActsResource(PageResponse pages, CurrentCaller caller) {
    this.pages = pages;
    this.caller = caller;
  }

  /** Returns a page of acts, newest first. */
  @GET
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.OPTIONS})
  @Compressed
  public Response list(@Context UriInfo uri, @PathParam("webhookId") String webhookId) {
    QueryParameters query = new QueryParameters(uri);
    Page<AuditEntryView> page =
        acts.list(
            caller.get(),
            webhookId,
            new ListAuditEntries(
                query.text(PageResponse.TOP),
                query.text(PageResponse.TOKEN),
                Optional.empty(),
                Optional.empty(),
                query.text("action"),
                query.text("since"),
                query.text("until"),
                query.faults()));
    JsonArrayBuilder array = JSON.createArrayBuilder();
    page.items().forEach(entry -> array.add(write(entry)));
    return pages.of(uri, "acts", array, page.continuation());
  }

  /** Writes an entry. Names the actor only if it belongs to the account that owns the webhook. */
  private static JsonObjectBuilder write(AuditEntryView entry) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", entry.id().toString())
            .add("time", JsonResponse.time(entry.time()))
            .add("action", entry.action())
            .add("by", entry.by().name().toLowerCase(Locale.ROOT));
    if (entry.by() == AuditEntryView.By.ACCOUNT) {
      json.add("clientId", entry.clientId());
      entry.user().ifPresent(user -> json.add("user", user));
    }
    entry.detail().ifPresent(detail -> json.add("detail", detail));
    return json;
  }
}
