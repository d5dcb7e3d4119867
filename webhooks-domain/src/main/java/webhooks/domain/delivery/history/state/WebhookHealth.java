package webhooks.domain.delivery.history.state;

import java.time.Instant;
import java.util.Optional;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.history.state.WebhookStateRepository.Holds;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.pause.PauseView;
import webhooks.domain.webhook.revision.ExplainedWebhook;

/**
 * Whether a webhook works, since when, and why not.
 *
 * @param since when that began, as far as it is known; for an active webhook without failures when
 *     it was activated
 * @param reason why: the kind of the block, the reason of the deactivation, the side that asked for
 *     the pause, or whether the receiver or the issuer of tokens fails; empty if it works or was
 *     never active
 * @param until when the pause ends
 * @param state the failures since the last success
 */
public record WebhookHealth(
    HealthStatus status,
    Optional<Instant> since,
    Optional<String> reason,
    Optional<Instant> until,
    WebhookState state) {

  /**
   * Decides. The first of these holds: blocked, inactive, paused, failing, ok.
   *
   * @param activitySince since when it is active, or inactive
   */
  static WebhookHealth of(
      ExplainedWebhook webhook, Instant activitySince, Holds holds, WebhookState state) {
    Optional<Instant> since = Optional.of(activitySince);
    if (webhook.block().isPresent()) {
      return simple(HealthStatus.BLOCKED, since, webhook.block().map(BlockKind::text), state);
    }
    if (!webhook.settings().active()) {
      return simple(HealthStatus.INACTIVE, since, webhook.settings().deactivationReason(), state);
    }
    if (holds.held()) {
      return simple(HealthStatus.BLOCKED, Optional.empty(), Optional.of("move"), state);
    }
    PauseView pause = webhook.pause();
    if (pause.paused()) {
      return new WebhookHealth(
          HealthStatus.PAUSED, pause.since(), Optional.of("owner"), pause.until(), state);
    }
    if (holds.receiverPause().isPresent()) {
      return new WebhookHealth(
          HealthStatus.PAUSED,
          state.lastFailure().map(LastFailure::time),
          Optional.of("receiver"),
          holds.receiverPause(),
          state);
    }
    return state.failureStreak() > 0
        ? simple(HealthStatus.FAILING, state.failingSince(), Optional.of(failing(state)), state)
        : simple(HealthStatus.OK, since, Optional.empty(), state);
  }

  private static WebhookHealth simple(
      HealthStatus status, Optional<Instant> since, Optional<String> reason, WebhookState state) {
    return new WebhookHealth(status, since, reason, Optional.empty(), state);
  }

  /** Returns which other server fails: nothing is sent without a token of the issuer. */
  private static String failing(WebhookState state) {
    return state
            .lastFailure()
            .map(LastFailure::error)
            .filter(AttemptError.AUTHENTICATION::equals)
            .isPresent()
        ? "issuer"
        : "receiver";
  }
}
