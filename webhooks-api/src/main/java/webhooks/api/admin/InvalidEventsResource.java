package webhooks.api.admin;

import static webhooks.api.request.JsonAnswer.JSON;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import webhooks.api.request.JsonAnswer;
import webhooks.api.request.PageAnswer;
import webhooks.api.request.QueryParameters;
import webhooks.api.token.CallerPrincipal;
import webhooks.api.token.RequiresScope;
import webhooks.api.token.Scope;
import webhooks.domain.event.InvalidEvents;
import webhooks.domain.event.InvalidMessage;
import webhooks.domain.event.ListInvalidEvents;
import webhooks.domain.page.Page;

/** Events that could not be accepted and were set aside. */
@Path("admin/invalid-events")
@RequestScoped
public class InvalidEventsResource {
  @Inject InvalidEvents events;

  /** Returns a page of them, oldest first. */
  @GET
  @RequiresScope(Scope.ADMIN)
  public Response list(@Context UriInfo uri) {
    QueryParameters query = new QueryParameters(uri);
    Page<InvalidMessage> page =
        events.list(
            new ListInvalidEvents(
                query.text(PageAnswer.TOP), query.text(PageAnswer.TOKEN), query.faults()));
    return PageAnswer.of(
        uri, "invalidEvents", AdminJson.array(page.items(), AdminJson::write), page.continuation());
  }

  /** Gives them back to intake, all or some. */
  @POST
  @Path("replay")
  @RequiresScope(Scope.ADMIN)
  public Response replay(@Context SecurityContext security, byte[] body) {
    int count = events.replay(CallerPrincipal.callerOf(security), AdminJson.readReplay(body));
    return JsonAnswer.of(
        Status.ACCEPTED, JSON.createObjectBuilder().add("replayed", count).build());
  }
}
