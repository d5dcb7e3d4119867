package webhooks.domain.webhook.proof;

import java.time.Instant;
import java.util.Optional;

/**
 * The proof of a webhook's present URL as its owner reads it.
 *
 * @param at when the receiver proved it; empty if there is no proof
 * @param method how it did
 */
public record ProofView(Optional<Instant> at, Optional<String> method) {
  /** The view of a webhook without proof. */
  public static final ProofView NONE = new ProofView(Optional.empty(), Optional.empty());

  /** Returns whether there is a proof. */
  public boolean verified() {
    return at.isPresent();
  }
}
