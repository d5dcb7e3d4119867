package webhooks.api.delivery;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.response.Compressed;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.explain.AccountExplanations;
import webhooks.domain.delivery.history.explain.ExplainForAccount;
import webhooks.domain.delivery.history.search.DeliverySearch;
import webhooks.domain.portal.PortalPage;

/** Searches the deliveries of all webhooks of the caller, and explains an event for all of them. */
@Path("deliveries")
@ApplicationScoped
public class AccountDeliveriesResource {
  @EJB private DeliverySearch search;
  @EJB private ExplainForAccount explanations;

  private final PageResponse pages;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public AccountDeliveriesResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public AccountDeliveriesResource(PageResponse pages, CurrentCaller caller) {
    this.pages = pages;
    this.caller = caller;
  }

  /** Returns a page of deliveries, newest first, each with its webhook. */
  @GET
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.DELIVERIES})
  @Compressed
  public Response list(@Context UriInfo uri) {
    return SearchJson.ofAccount(pages, uri, search.ofAccount(caller.get(), SearchJson.read(uri)));
  }

  /** Returns what has become of the event with a message id, for a page of webhooks. */
  @GET
  @Path("explain")
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.DELIVERIES})
  public Response explain(@Context UriInfo uri) {
    QueryParameters query = new QueryParameters(uri);
    AccountExplanations found =
        explanations.explain(
            caller.get(),
            new ExplainForAccount.Request(
                query.text("messageId"),
                query.text(PageResponse.TOP),
                query.text(PageResponse.TOKEN),
                query.faults()));
    return pages.of(uri, ExplanationJson.write(found), found.webhooks().continuation());
  }
}
