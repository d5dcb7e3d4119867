package webhooks.domain.delivery.history.explain;

import java.util.Optional;
import webhooks.domain.delivery.history.explain.Explanation.Verdict;
import webhooks.domain.delivery.history.state.WebhookStateRepository.Holds;
import webhooks.domain.webhook.revision.ExplainedWebhook;
import webhooks.domain.webhook.revision.Revision;

/**
 * The rule for an event with a delivery.
 *
 * @param holds what keeps its deliveries waiting, besides a pause by the owner
 */
record DeliveryVerdict(ExplainedWebhook webhook, Holds holds) {

  /**
   * Decides.
   *
   * @param ended the settings with which the webhook first was inactive after the event was stored
   */
  Verdict of(StoredDelivery delivery, Optional<Revision> ended) {
    return switch (delivery.status()) {
      case SUCCEEDED -> Verdict.of(Result.DELIVERED);
      case EXHAUSTED -> Verdict.of(Result.EXHAUSTED);
      case CANCELLED -> delivery.payloadErased() ? Verdict.of(Result.ERASED) : cancelled(ended);
      case PENDING -> delivery.deliverable() ? pending() : cancelled(ended);
    };
  }

  private static Verdict cancelled(Optional<Revision> ended) {
    return new Verdict(
        Result.INACTIVE,
        ended.flatMap(revision -> revision.settings().deactivationReason()),
        Optional.empty());
  }

  private Verdict pending() {
    if (holds.held()) {
      return Verdict.of(Result.BLOCKED, "move");
    }
    if (webhook.pause().paused()) {
      return new Verdict(Result.PAUSED, Optional.of("owner"), webhook.pause().until());
    }
    return holds
        .receiverPause()
        .map(end -> new Verdict(Result.PAUSED, Optional.of("receiver"), Optional.of(end)))
        .orElseGet(() -> Verdict.of(Result.PENDING));
  }
}
