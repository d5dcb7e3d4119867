package webhooks.domain.audit;

import java.util.Optional;

/**
 * The client, and possibly the user, that performs an audited act.
 *
 * @param clientId the client application
 * @param user the user it acts for, if it does
 */
public record Actor(String clientId, Optional<String> user) {
  /** This product itself, for what it does on its own. */
  public static final Actor PRODUCT = new Actor("(webhooks)", Optional.empty());
}
