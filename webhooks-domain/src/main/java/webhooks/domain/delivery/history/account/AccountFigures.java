package webhooks.domain.delivery.history.account;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.delivery.DeliveryStatus;

/**
 * The counted deliveries of one account.
 *
 * @param pending the number of pending deliveries
 * @param oldestPending the creation time of the oldest one; empty if there is none
 * @param finished the number of finished deliveries that were created in the window, by status
 */
public record AccountFigures(
    String accountId,
    long pending,
    Optional<Instant> oldestPending,
    Map<DeliveryStatus, Long> finished) {

  long finishedInAll() {
    return finished.values().stream().mapToLong(Long::longValue).sum();
  }
}
