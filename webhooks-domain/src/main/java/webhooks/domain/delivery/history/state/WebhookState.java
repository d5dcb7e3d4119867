package webhooks.domain.delivery.history.state;

import java.time.Instant;
import java.util.Optional;
import webhooks.domain.delivery.history.chart.DeliveryCount;

/**
 * The present state of a webhook's deliveries.
 *
 * @param failureStreak the number of failed attempts since the last success, activation or change
 *     of URL
 * @param failingSince when the first of these failures was recorded
 * @param lastFailure the latest of these failures, if there is one
 * @param pending the deliveries that are still to be sent; empty if they were not counted in time
 * @param pausedUntil the end of the pause by its owner, or of the one that the receiver asked for,
 *     whichever is later; empty if there is none
 * @param held whether the deliveries of its account are held for a move
 */
public record WebhookState(
    int failureStreak,
    Optional<Instant> failingSince,
    Optional<LastFailure> lastFailure,
    Optional<DeliveryCount> pending,
    Optional<Instant> pausedUntil,
    boolean held) {

  /** The state of a webhook that is deleted while it is read. */
  public static final WebhookState NONE =
      new WebhookState(
          0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

  WebhookState withPending(DeliveryCount count) {
    return new WebhookState(
        failureStreak, failingSince, lastFailure, Optional.of(count), pausedUntil, held);
  }
}
