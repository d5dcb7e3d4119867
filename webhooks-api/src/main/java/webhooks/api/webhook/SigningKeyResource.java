package webhooks.api.webhook;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Map;
import java.util.Optional;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.OnPages;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.id.Ids;
import webhooks.domain.option.signature.RotateSigningKey;
import webhooks.domain.portal.PortalPage;
import webhooks.domain.webhook.SigningKeyUpdates;

/** Gives one webhook a new signing key. */
@Path("webhooks/{webhookId}/options/signature/rotate")
@ApplicationScoped
public class SigningKeyResource {
  @EJB private SigningKeyUpdates keys;

  private final CurrentCaller caller;
  private final PublishedKeySets published;

  /** Creates the bean's proxy, for the container. */
  public SigningKeyResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public SigningKeyResource(CurrentCaller caller, PublishedKeySets published) {
    this.caller = caller;
    this.published = published;
  }

  /** Makes a new key, and returns the option with the public keys. */
  @POST
  @RequiresScope(TokenScope.MODIFY)
  @OnPages({PortalPage.OPTIONS})
  public Response rotate(@PathParam("webhookId") String webhookId, byte[] body) {
    JsonBody json = JsonBody.optional(body);
    Optional<String> useAfter = json.text("useAfter");
    RotateSigningKey request = new RotateSigningKey(useAfter, json.faults());
    Map<String, Object> changed = keys.rotate(caller.get(), webhookId, request);
    Ids.parse(webhookId).ifPresent(published::forget);
    return JsonResponse.of(Status.OK, JSON.createObjectBuilder(changed).build());
  }
}
