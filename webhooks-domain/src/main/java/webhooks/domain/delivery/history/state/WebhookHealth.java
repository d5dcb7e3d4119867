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
   * What a webhook is like, besides its deliveries.
   *
   * @param block the kind of a block that concerns it, if there is one
   * @param deactivationReason the reason why it is inactive, if it ever was active
   * @param pause the pause by its owner or an administrator
   * @param activitySince since when it is active, or inactive, if that was read
   */
  public record Facts(
      Optional<BlockKind> block,
      boolean active,
      Optional<String> deactivationReason,
      PauseView pause,
      Optional<Instant> activitySince) {}

  static WebhookHealth of(
      ExplainedWebhook webhook, Instant activitySince, Holds holds, WebhookState state) {
    return of(
        new Facts(
            webhook.block(),
            webhook.settings().active(),
            webhook.settings().deactivationReason(),
            webhook.pause(),
            Optional.of(activitySince)),
        holds,
        state);
  }

  /** Decides. The first of these holds: blocked, inactive, paused, failing, ok. */
  public static WebhookHealth of(Facts webhook, Holds holds, WebhookState state) {
    Optional<Instant> since = webhook.activitySince();
    if (webhook.block().isPresent()) {
      return simple(HealthStatus.BLOCKED, since, webhook.block().map(BlockKind::text), state);
    }
    if (!webhook.active()) {
      return simple(HealthStatus.INACTIVE, since, webhook.deactivationReason(), state);
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
