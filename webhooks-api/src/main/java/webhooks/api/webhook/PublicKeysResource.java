package webhooks.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.api.security.NoTokenRequired;
import webhooks.api.webhook.PublishedKeySets.KeySet;
import webhooks.domain.id.Ids;
import webhooks.domain.option.signature.SigningKeys;
import webhooks.domain.option.signature.VerificationKey;
import webhooks.domain.webhook.SigningKeyUpdates;
import webhooks.domain.webhook.WebhookAccess;

/** Serves the public keys of one webhook to its receivers, as a JSON Web Key Set (RFC 7517). */
@Path("webhooks/{webhookId}/keys")
@ApplicationScoped
public class PublicKeysResource {
  private static final String CACHEABLE = "public, max-age=" + SigningKeys.MAX_AGE.toSeconds();

  @EJB private SigningKeyUpdates keys;

  private final PublishedKeySets sets;

  /** Creates the bean's proxy, for the container. */
  public PublicKeysResource() {
    this(null);
  }

  /** Creates the resource. */
  @Inject
  public PublicKeysResource(PublishedKeySets sets) {
    this.sets = sets;
  }

  /** Creates the resource without a container, for tests. */
  PublicKeysResource(SigningKeyUpdates keys, PublishedKeySets sets) {
    this(sets);
    this.keys = keys;
  }

  /** Returns the keys. Any caller may read them, because receivers have no token. */
  @GET
  @NoTokenRequired
  public Response get(
      @PathParam("webhookId") String webhookId,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
    KeySet found =
        Ids.parse(webhookId)
            .flatMap(id -> sets.get(id, () -> read(id)))
            .orElseThrow(WebhookAccess::notFound);
    Response.ResponseBuilder response =
        found.tag().isIn(ifNoneMatch)
            ? Response.status(Status.NOT_MODIFIED)
            : Response.ok(found.body(), MediaType.APPLICATION_JSON_TYPE);
    return response
        .header(HttpHeaders.ETAG, found.tag().text())
        .header(HttpHeaders.CACHE_CONTROL, CACHEABLE)
        .build();
  }

  private Optional<KeySet> read(UUID webhookId) {
    return keys.published(webhookId).map(PublicKeysResource::write).map(KeySet::of);
  }

  private static byte[] write(List<VerificationKey> keys) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    for (VerificationKey key : keys) {
      JsonObjectBuilder json = JSON.createObjectBuilder();
      key.jsonWebKey().forEach(json::add);
      array.add(json);
    }
    return JSON.createObjectBuilder().add("keys", array).build().toString().getBytes(UTF_8);
  }
}
