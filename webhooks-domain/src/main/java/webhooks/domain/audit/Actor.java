package webhooks.domain.audit;

import java.util.Optional;

/**
 * Who acts.
 *
 * @param clientId the client application
 * @param user the user it acts for, if it does
 */
public record Actor(String clientId, Optional<String> user) {
  /** This product itself, for what nobody asked it to do. */
  public static final Actor PRODUCT = new Actor("(webhooks)", Optional.empty());
}
