package webhooks.domain.webhook.rotation;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request to give a webhook a new secret, not yet checked. An absent property is empty.
 *
 * @param secret the new secret; empty to generate one
 * @param previousSecretValidFor how long deliveries are signed with the old secret too, ISO 8601;
 *     by default a day
 * @param faults the faults found while the request was read
 */
public record RotateSecret(
    Optional<String> secret, Optional<String> previousSecretValidFor, List<Fault> faults) {
  /** Returns a description without the secret. */
  @Override
  public String toString() {
    return "RotateSecret[" + previousSecretValidFor + "]";
  }
}
