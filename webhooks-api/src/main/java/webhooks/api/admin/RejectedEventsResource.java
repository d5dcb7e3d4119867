package webhooks.api.admin;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import webhooks.api.http.QueryParameters;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.http.response.PageResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.event.invalid.EditRejectedEvent;
import webhooks.domain.event.invalid.ListRejectedEvents;
import webhooks.domain.event.invalid.RejectedEvents;
import webhooks.domain.event.invalid.SelectRejectedEvents;
import webhooks.domain.node.RejectedEvent;
import webhooks.domain.page.Page;

/** Lists, corrects, replays and discards rejected events. */
@Path("admin/invalid-events")
@ApplicationScoped
public class RejectedEventsResource {
  @EJB private RejectedEvents events;

  private final PageResponse pages;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public RejectedEventsResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public RejectedEventsResource(PageResponse pages, CurrentCaller caller) {
    this.pages = pages;
    this.caller = caller;
  }

  /** Returns a page of rejected events, oldest first. */
  @GET
  @RequiresScope(TokenScope.ADMIN)
  public Response list(@Context UriInfo uri) {
    QueryParameters query = new QueryParameters(uri);
    Page<RejectedEvent> page =
        events.list(
            caller.get(),
            new ListRejectedEvents(
                query.text(PageResponse.TOP),
                query.text(PageResponse.TOKEN),
                new SelectRejectedEvents(
                    Optional.empty(),
                    query.text("reason"),
                    query.text("since"),
                    query.text("until"),
                    query.faults())));
    return pages.of(
        uri, "invalidEvents", AdminJson.array(page.items(), AdminJson::write), page.continuation());
  }

  /** Moves rejected events, all or the chosen ones, back to intake, and returns their number. */
  @POST
  @Path("replay")
  @RequiresScope(TokenScope.ADMIN)
  public Response replay(byte[] body) {
    int count = events.replay(caller.get(), AdminJson.readSelection(body));
    return JsonResponse.of(
        Status.ACCEPTED, JSON.createObjectBuilder().add("replayed", count).build());
  }

  /** Discards rejected events, all or the chosen ones, for good, and returns their number. */
  @POST
  @Path("discard")
  @RequiresScope(TokenScope.ADMIN)
  public Response discard(byte[] body) {
    int count = events.discard(caller.get(), AdminJson.readSelection(body));
    return JsonResponse.of(Status.OK, JSON.createObjectBuilder().add("discarded", count).build());
  }

  /** Replaces the body of a rejected event, and returns the event with its new id. */
  @PUT
  // Other methods of the paths above are 405, not operations on an event of that id.
  @Path("{id: (?!(?:replay|discard)$)[^/]+}")
  @RequiresScope(TokenScope.ADMIN)
  public Response edit(@PathParam("id") String id, byte[] body) {
    JsonBody json = new JsonBody(body);
    json.members();
    EditRejectedEvent request =
        new EditRejectedEvent(new String(body, StandardCharsets.UTF_8), json.faults());
    return JsonResponse.of(
        Status.OK, AdminJson.write(events.edit(caller.get(), id, request)).build());
  }
}
