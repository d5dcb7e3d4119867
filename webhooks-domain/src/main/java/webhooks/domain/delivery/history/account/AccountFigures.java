package webhooks.domain.delivery.history.account;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.delivery.DeliveryStatus;

/**
 * The deliveries of one account.
 *
 * @param pending the number of pending deliveries that were counted
 * @param oldestPending the time of creation of the oldest one; empty if there is none
 * @param finished the deliveries of the window that are finished, by their status
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
