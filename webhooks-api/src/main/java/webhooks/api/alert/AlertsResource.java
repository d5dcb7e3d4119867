package webhooks.api.alert;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import webhooks.api.http.MaxBodySize;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.NoTokenRequired;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.alert.AlertView;
import webhooks.domain.alert.Alerts;
import webhooks.domain.alert.CreateAlert;
import webhooks.domain.alert.FollowLink;

/**
 * Lists, creates and deletes the alerts of the caller's account, and does what the links of mails
 * ask for.
 */
@Path("alerts")
@ApplicationScoped
public class AlertsResource {
  private static final int MAX_LINK_BODY = 1024;

  @EJB private Alerts alerts;

  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public AlertsResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public AlertsResource(CurrentCaller caller) {
    this.caller = caller;
  }

  /** Returns the alerts that the caller may see, the oldest first. */
  @GET
  @RequiresScope(TokenScope.READ)
  public Response list() {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    alerts.list(caller.get()).forEach(alert -> array.add(write(alert)));
    return JsonResponse.of(
        Status.OK,
        JSON.createObjectBuilder().add("alerts", array).add("mail", alerts.sendsMail()).build());
  }

  /** Creates an alert, whose address gets a mail with a link to confirm it. */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  public Response create(byte[] body) {
    JsonBody json = new JsonBody(body);
    Optional<String> email = json.text("email");
    Optional<List<String>> types = json.texts("alerts");
    Optional<String> webhookId = json.text("webhookId");
    CreateAlert request = new CreateAlert(email, types, webhookId, json.faults());
    return JsonResponse.of(Status.ACCEPTED, write(alerts.create(caller.get(), request)));
  }

  /** Deletes an alert with its address. */
  @DELETE
  // Other methods of the two paths below are 405, not operations on an alert of that id.
  @Path("{alertId: (?!(?:confirm|unsubscribe)$)[^/]+}")
  @RequiresScope(TokenScope.MODIFY)
  public Response delete(@PathParam("alertId") String alertId) {
    alerts.delete(caller.get(), alertId);
    return Response.noContent().build();
  }

  /**
   * Confirms the address of the alert whose token this is. The recipient of a mail has no login, so
   * the token of its link alone counts. It is in the body, which no log has. The answer is the same
   * for a token that is not known.
   */
  @POST
  @Path("confirm")
  @NoTokenRequired
  @MaxBodySize(MAX_LINK_BODY)
  public Response confirm(byte[] body) {
    alerts.confirm(readLink(body));
    return Response.noContent().build();
  }

  /** Deletes the alert whose token this is, in the same way. */
  @POST
  @Path("unsubscribe")
  @NoTokenRequired
  @MaxBodySize(MAX_LINK_BODY)
  public Response unsubscribe(byte[] body) {
    alerts.unsubscribe(readLink(body));
    return Response.noContent().build();
  }

  private static FollowLink readLink(byte[] body) {
    JsonBody json = new JsonBody(body);
    Optional<String> token = json.text("token");
    return new FollowLink(token, json.faults());
  }

  private static JsonObject write(AlertView alert) {
    JsonArrayBuilder types = JSON.createArrayBuilder();
    alert.alerts().forEach(type -> types.add(type.text()));
    JsonObjectBuilder json =
        JSON.createObjectBuilder().add("id", alert.id().toString()).add("alerts", types);
    alert.email().ifPresent(email -> json.add("email", email.text()));
    alert.webhookId().ifPresent(id -> json.add("webhookId", id.toString()));
    alert.clientId().ifPresent(id -> json.add("clientId", id));
    json.add("created", JsonResponse.time(alert.created()))
        .add("confirmed", alert.confirmed().isPresent());
    alert.confirmed().ifPresent(time -> json.add("confirmedAt", JsonResponse.time(time)));
    alert.expires().ifPresent(time -> json.add("expires", JsonResponse.time(time)));
    return json.build();
  }
}
