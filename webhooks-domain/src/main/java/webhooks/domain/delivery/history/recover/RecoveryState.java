package webhooks.domain.delivery.history.recover;

import java.util.Optional;
import webhooks.domain.delivery.history.RecoveryProgress;
import webhooks.domain.delivery.history.chart.DeliveryCount;

/**
 * The latest recovery of a webhook.
 *
 * @param remaining how many deliveries it still has to take, at this moment; empty if it is
 *     complete
 */
public record RecoveryState(RecoveryProgress progress, Optional<DeliveryCount> remaining) {
  /** The state of a webhook that had no recovery. */
  static final RecoveryState NONE =
      new RecoveryState(new RecoveryProgress(0, 0, true), Optional.empty());
}
