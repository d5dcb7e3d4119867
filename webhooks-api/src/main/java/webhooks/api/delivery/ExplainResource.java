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
import java.util.Optional;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.explain.ExplainEvents;
import webhooks.domain.delivery.history.explain.Explanation;
import webhooks.domain.portal.PortalPage;

/** Explains what has become of an event for a webhook. */
@Path("webhooks/{webhookId}/explain")
@ApplicationScoped
public class ExplainResource {
  @EJB private ExplainEvents events;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public ExplainResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public ExplainResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Returns what has become of the event with a message id, and why. */
  @GET
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.DELIVERIES})
  public Response explain(@Context UriInfo uri, @PathParam("webhookId") String webhookId) {
    QueryParameters query = new QueryParameters(uri);
    Optional<String> messageId = query.text("messageId");
    Explanation found = events.explain(caller.get(), webhookId, messageId, query.faults());
    // A session of the portal without this page does not read options here either.
    boolean showsOptions = caller.opens(PortalPage.OPTIONS);
    return JsonResponse.of(
        Status.OK, ExplanationJson.write(showsOptions ? found : found.withoutCredentials()));
  }
}
