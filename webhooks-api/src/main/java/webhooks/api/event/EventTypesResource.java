package webhooks.api.event;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import webhooks.api.http.response.Compressed;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.catalogue.EventType;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.portal.PortalPage;

/** Serves the catalogue of the event types that a webhook can subscribe to. */
@Path("event-types")
@ApplicationScoped
public class EventTypesResource {
  private final EventTypes catalogue;

  /** Creates the bean's proxy, for the container. */
  public EventTypesResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public EventTypesResource(EventTypes catalogue) {
    this.catalogue = catalogue;
  }

  /** Returns all event types. */
  @GET
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.OPTIONS, PortalPage.EVENT_TYPES})
  @Compressed
  public Response list() {
    JsonArrayBuilder types = JSON.createArrayBuilder();
    catalogue.all().forEach(type -> types.add(json(type)));
    return JsonResponse.of(Status.OK, JSON.createObjectBuilder().add("eventTypes", types).build());
  }

  /** Returns one event type with an example. */
  @GET
  @Path("{name}")
  @RequiresScope(TokenScope.READ)
  @OnPages({PortalPage.WEBHOOKS, PortalPage.OPTIONS, PortalPage.EVENT_TYPES})
  public Response get(@PathParam("name") String name) {
    EventType type = catalogue.find(name).orElseThrow(NotFoundException::new);
    return JsonResponse.of(
        Status.OK,
        json(type).add("content", JSON.createObjectBuilder(type.exampleMembers())).build());
  }

  private static JsonObjectBuilder json(EventType type) {
    return JSON.createObjectBuilder()
        .add("name", type.name())
        .add("description", type.description())
        .add("properties", JSON.createArrayBuilder(type.properties()));
  }
}
