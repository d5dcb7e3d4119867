package webhooks.domain.webhook.pause;

import java.time.Instant;
import java.util.Optional;

/**
 * The pause of a webhook as its owner reads it.
 *
 * @param since when it began; empty if the webhook is not paused
 * @param until when it ends; empty if the webhook is not paused
 */
public record PauseView(Optional<Instant> since, Optional<Instant> until) {
  /** The pause of a webhook that is not paused. */
  public static final PauseView NONE = new PauseView(Optional.empty(), Optional.empty());

  /** Returns whether the webhook is paused. */
  public boolean paused() {
    return until.isPresent();
  }
}
