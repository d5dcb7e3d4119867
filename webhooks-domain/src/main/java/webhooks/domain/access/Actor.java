package webhooks.domain.access;

import java.util.Optional;
import webhooks.domain.id.ClientId;

/**
 * The client, and possibly the user, that performs an audited action.
 *
 * @param clientId the client application
 * @param user the user that the client acts for, if there is one
 * @param accountId the account of the token, if it has one
 */
public record Actor(String clientId, Optional<String> user, Optional<String> accountId) {
  /** The product itself, for actions that no client requested. */
  public static final Actor PRODUCT = new Actor(ClientId.PRODUCT, Optional.empty());

  /** Creates an actor without an account. */
  public Actor(String clientId, Optional<String> user) {
    this(clientId, user, Optional.empty());
  }
}
