package webhooks.domain.webhook.rotation;

import java.time.Instant;

/**
 * The result of a rotation: the new secret, which only the response to the rotation shows.
 *
 * @param secret the secret in plain text, for the response only and never for a log
 * @param previousValidUntil the time until which deliveries are signed with the old secret too
 */
public record RotatedSecret(String secret, Instant previousValidUntil) {
  /** Returns a description without the secret. */
  @Override
  public String toString() {
    return "RotatedSecret[" + previousValidUntil + "]";
  }
}
