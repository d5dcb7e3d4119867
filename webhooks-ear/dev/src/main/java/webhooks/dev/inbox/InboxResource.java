package webhooks.dev.inbox;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Shows an inbox and sets the secret that verifies its signatures. */
@Path("inbox/{name}")
@RequestScoped
public class InboxResource {
  private final Inboxes inboxes;

  /** Creates the resource, for the container. */
  protected InboxResource() {
    this(null);
  }

  @Inject
  InboxResource(Inboxes inboxes) {
    this.inboxes = inboxes;
  }

  /** Returns the requests, the newest first. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public JsonObject show(@PathParam("name") String name) {
    return inboxes.named(name).toJson();
  }

  /** Sets the webhook's secret from the form parameter {@code secret}. */
  @PUT
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public void setSecretFromForm(
      @PathParam("name") String name, @FormParam("secret") String secret) {
    inboxes.named(name).setSecret(secret);
  }

  /** Sets the webhook's secret from a plain-text body. */
  @PUT
  @Consumes(MediaType.TEXT_PLAIN)
  public void setSecret(@PathParam("name") String name, String secret) {
    inboxes.named(name).setSecret(secret.strip());
  }
}
