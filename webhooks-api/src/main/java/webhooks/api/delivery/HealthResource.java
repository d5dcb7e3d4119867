package webhooks.api.delivery;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.state.HealthOfWebhooks;
import webhooks.domain.portal.PortalPage;

/** Shows whether a webhook works. */
@Path("webhooks/{webhookId}/health")
@ApplicationScoped
public class HealthResource {
  @EJB private HealthOfWebhooks health;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public HealthResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public HealthResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Returns whether the webhook works, since when, and why not. */
  @GET
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.DELIVERIES, PortalPage.OPTIONS})
  public Response get(@Context UriInfo uri, @PathParam("webhookId") String webhookId) {
    return JsonResponse.of(
        Status.OK,
        ExplanationJson.write(
            health.of(caller.get(), webhookId, new QueryParameters(uri).faults())));
  }
}
