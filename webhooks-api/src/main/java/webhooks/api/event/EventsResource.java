package webhooks.api.event;

import static webhooks.api.request.JsonAnswer.JSON;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import webhooks.api.request.BodyLimit;
import webhooks.api.request.JsonAnswer;
import webhooks.api.token.RequiresScope;
import webhooks.api.token.Scope;
import webhooks.domain.event.Published;
import webhooks.domain.event.Publisher;

/** Events, as publishers without a broker send them. */
@Path("events")
@RequestScoped
public class EventsResource {
  @Inject Publisher publisher;

  /** Takes one event or an array of them in, and answers when they are durable. */
  @POST
  @RequiresScope(Scope.PUBLISH)
  @BodyLimit(8 * 1024 * 1024)
  public Response publish(byte[] body) {
    Published published = publisher.publish(body);
    return JsonAnswer.of(
        Status.ACCEPTED,
        JSON.createObjectBuilder()
            .add("accepted", published.accepted())
            .add("duplicates", published.duplicates())
            .build());
  }
}
