package webhooks.api.webhook;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import webhooks.api.http.response.EntityTag;
import webhooks.api.security.NoTokenRequired;
import webhooks.domain.option.signature.SigningKeys;
import webhooks.domain.option.signature.VerificationKey;
import webhooks.domain.webhook.SigningKeyUpdates;

/** Serves the public keys of one webhook to its receivers, as a JSON Web Key Set (RFC 7517). */
@Path("webhooks/{webhookId}/keys")
@ApplicationScoped
public class PublicKeysResource {
  private static final String CACHEABLE = "public, max-age=" + SigningKeys.MAX_AGE.toSeconds();

  @EJB private SigningKeyUpdates keys;

  /** Creates the resource, for the container. */
  public PublicKeysResource() {}

  /** Returns the keys. Any caller may read them, because receivers have no token. */
  @GET
  @NoTokenRequired
  public Response get(
      @PathParam("webhookId") String webhookId,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
    byte[] body = write(keys.published(webhookId)).getBytes(StandardCharsets.UTF_8);
    EntityTag tag = EntityTag.of(body);
    Response.ResponseBuilder response =
        tag.isIn(ifNoneMatch)
            ? Response.status(Status.NOT_MODIFIED)
            : Response.ok(body, MediaType.APPLICATION_JSON_TYPE);
    return response
        .header(HttpHeaders.ETAG, tag.text())
        .header(HttpHeaders.CACHE_CONTROL, CACHEABLE)
        .build();
  }

  private static String write(List<VerificationKey> keys) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    for (VerificationKey key : keys) {
      JsonObjectBuilder json = JSON.createObjectBuilder();
      key.jsonWebKey().forEach(json::add);
      array.add(json);
    }
    return JSON.createObjectBuilder().add("keys", array).build().toString();
  }
}
