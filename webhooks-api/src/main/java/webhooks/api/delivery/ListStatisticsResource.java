package webhooks.api.delivery;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.api.webhook.FindParameters;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.chart.ChartWindow;
import webhooks.domain.delivery.history.overview.FoundWebhooks;
import webhooks.domain.delivery.history.overview.ListedFigures;
import webhooks.domain.delivery.history.overview.WebhookListFigures;
import webhooks.domain.portal.PortalPage;

/** Serves a page of webhooks with their states and statistics, in one request. */
@Path("webhooks/statistics")
@ApplicationScoped
public class ListStatisticsResource {
  @EJB private WebhookListFigures figures;

  private final PageResponse pages;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public ListStatisticsResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public ListStatisticsResource(PageResponse pages, CurrentCaller caller) {
    this.pages = pages;
    this.caller = caller;
  }

  /** Returns a page of the webhooks that match, in the order that the request asks for. */
  @GET
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.DELIVERIES, PortalPage.OPTIONS})
  public Response list(@Context UriInfo uri) {
    QueryParameters query = new QueryParameters(uri);
    Optional<String> window = query.text("window");
    WebhookListFigures.FiguresOfPage read =
        figures.read(caller.get(), window, FindParameters.read(query));
    FoundWebhooks<ListedFigures> found = read.found();
    JsonArrayBuilder items = JSON.createArrayBuilder();
    found.page().items().forEach(listed -> items.add(StatisticsJson.write(listed)));
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("webhooks", items)
            .add("window", read.window().text())
            .add("bucket", ChartWindow.of(read.window()).bucket().toString())
            .add("complete", found.complete());
    return pages.of(uri, json, found.page().continuation());
  }
}
