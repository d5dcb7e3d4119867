package webhooks.domain.subscription;

import java.time.Instant;

/**
 * The secret that a webhook had before its rotation.
 *
 * @param validUntil deliveries are signed with it, too, before then
 */
public record PreviousSecret(byte[] encrypted, Instant validUntil) {
  /** Returns a text without the secret. */
  @Override
  public String toString() {
    return "PreviousSecret[" + validUntil + "]";
  }
}
