package webhooks.domain.subscription;

import java.time.Instant;

/**
 * The secret that a webhook had before its latest rotation.
 *
 * @param validUntil the time until which deliveries are signed with this secret too
 */
public record PreviousSecret(byte[] encrypted, Instant validUntil) {
  /** Returns a description without the secret. */
  @Override
  public String toString() {
    return "PreviousSecret[" + validUntil + "]";
  }
}
