package webhooks.domain.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.id.ClientId;

/**
 * An audit entry as administrators, and in part the owner of the webhook, read it.
 *
 * @param time the time of the action, by the database's clock
 * @param action the name of an {@link AuditAction}; unknown to this version if a node with a newer
 *     version wrote the entry
 * @param user the user that the client acted for, if there is one
 * @param accountId the account that owns the webhook or the iTwin
 * @param actorAccount the account of the token that acted; empty if it had none, or if the product
 *     acted
 */
public record AuditEntryView(
    UUID id,
    Instant time,
    String action,
    String clientId,
    Optional<String> user,
    Optional<String> accountId,
    Optional<UUID> webhookId,
    Optional<UUID> iTwinId,
    Optional<String> detail,
    Optional<String> actorAccount) {

  /** The kinds of actors that the owner of a webhook may know. */
  public enum By {
    /** A client or a user of the account that owns the webhook. */
    ACCOUNT,
    /** The product itself. */
    PRODUCT,
    /** An administrator of the product or of an iTwin, or a client whose token had no account. */
    OTHER
  }

  /** Returns the kind of the actor. Only an actor of the owner's account is named to the owner. */
  public By by() {
    if (clientId.equals(ClientId.PRODUCT)) {
      return By.PRODUCT;
    }
    return actorAccount.isPresent() && actorAccount.equals(accountId) ? By.ACCOUNT : By.OTHER;
  }
}
