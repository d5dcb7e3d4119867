package webhooks.domain.webhook.pause;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A CDI event: a webhook was paused, or its pause has ended. Fired in the transaction of the
 * change.
 *
 * @param since when the pause began that has ended; empty if the webhook is paused
 * @param until when the pause is to end; empty if it has ended
 */
public record PauseChanged(UUID webhookId, Optional<Instant> since, Optional<Instant> until) {
  /**
   * The SQL assignment by which a failure streak stands still during a pause: its column {@code
   * since} moves by the length of the pause, or by its rest if the streak began in it. Its
   * parameter is the start of the pause.
   */
  public static final String STANDS_STILL =
      "since = since + (current_timestamp"
          + " - greatest(since, cast(? as timestamp with time zone)))";

  static PauseChanged begun(UUID webhookId, Instant until) {
    return new PauseChanged(webhookId, Optional.empty(), Optional.of(until));
  }

  static PauseChanged ended(UUID webhookId, Instant since) {
    return new PauseChanged(webhookId, Optional.of(since), Optional.empty());
  }
}
