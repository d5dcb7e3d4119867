package webhooks.api.event;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import webhooks.api.http.QueryParameters;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.event.erasure.PayloadErasures;

/** Erases the payload of an event for all webhooks. */
@Path("events/{messageId}/payload")
@ApplicationScoped
public class EventPayloadResource {
  @EJB private PayloadErasures erasures;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public EventPayloadResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public EventPayloadResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Erases the payload of the event, and cancels its pending deliveries. */
  @DELETE
  @RequiresScope(TokenScope.ERASE)
  public Response erase(@Context UriInfo uri, @PathParam("messageId") String messageId) {
    QueryParameters query = new QueryParameters(uri);
    Optional<String> accountId = query.text("accountId");
    erasures.eraseEvent(caller.get(), messageId, accountId, query.faults());
    return Response.noContent().build();
  }
}
