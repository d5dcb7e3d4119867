package webhooks.domain.webhook;

import java.time.Instant;

/**
 * A secret just made or set, which is shown this once.
 *
 * @param secret in clear: for the answer only, never for a log
 * @param previousValidUntil when the old one ceases to sign
 */
public record RotatedSecret(String secret, Instant previousValidUntil) {
  /** Returns a text without the secret. */
  @Override
  public String toString() {
    return "RotatedSecret[" + previousValidUntil + "]";
  }
}
