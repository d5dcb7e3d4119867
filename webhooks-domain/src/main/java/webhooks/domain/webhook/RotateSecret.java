package webhooks.domain.webhook;

import java.util.Optional;
import webhooks.domain.error.Faults;

/**
 * A request to give a webhook a new secret; empty is a property not given.
 *
 * @param secret the new one, or empty to have one made
 * @param previousSecretValidFor how long the old one signs too, ISO 8601; a day unless given
 * @param faults what reading the request already found; the rules add theirs
 */
public record RotateSecret(
    Optional<String> secret, Optional<String> previousSecretValidFor, Faults faults) {
  /** Returns a text without the secret. */
  @Override
  public String toString() {
    return "RotateSecret[" + previousSecretValidFor + "]";
  }
}
