package webhooks.domain.delivery.history.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.reconcile.ReconcileRepository.ReconciledDelivery;
import webhooks.domain.delivery.history.reconcile.Reconciled.DifferingHour;

/** Collects the deliveries whose events the receiver lacks. For one thread. */
final class MissingEvents {
  /** The maximum number of events that are sent again. */
  static final int MAX = 10_000;

  private final Set<Instant> hours;
  private final Set<UUID> ofReceiver;
  private final List<UUID> finished = new ArrayList<>();
  private long pending;

  /**
   * Starts without deliveries.
   *
   * @param differing the hours in which events may be missing
   * @param ofReceiver the message ids that the receiver has in these hours
   */
  MissingEvents(List<DifferingHour> differing, Set<UUID> ofReceiver) {
    this.hours = differing.stream().map(DifferingHour::hour).collect(Collectors.toSet());
    this.ofReceiver = ofReceiver;
  }

  /**
   * Adds a delivery if its event is missing.
   *
   * @throws webhooks.domain.error.Refusal {@code InvalidRequest} if too many are missing
   */
  void add(ReconciledDelivery delivery) {
    if (!hours.contains(delivery.hour()) || ofReceiver.contains(delivery.messageId())) {
      return;
    }
    if (delivery.status() == DeliveryStatus.PENDING) {
      pending++;
    } else {
      finished.add(delivery.cursor().id());
    }
    if (finished.size() > MAX) {
      throw PeriodScan.tooMany(
          "More than %d events are missing. Take a shorter period.".formatted(MAX));
    }
  }

  /** Returns the finished deliveries. */
  List<UUID> finished() {
    return finished;
  }

  /** Returns how many deliveries are pending. They come anyway. */
  long pending() {
    return pending;
  }
}
