package webhooks.domain.delivery.history.reconcile;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.reconcile.ReconcileRepository.ReconciledDelivery;
import webhooks.domain.delivery.history.reconcile.Reconciled.DifferingHour;

/** Compares the deliveries of each hour with the digests of the receiver. For one thread. */
final class HourComparison {
  private final Optional<Map<Instant, HourDigest>> ofReceiver;
  private final Map<Instant, Hour> hours = new HashMap<>();

  /** The deliveries of an hour. */
  private static final class Hour {
    private final HourDigest digest = new HourDigest();
    private long pending;
  }

  /**
   * Creates a comparison without deliveries.
   *
   * @param ofReceiver what the receiver has in each hour; an hour that it leaves out has no event.
   *     Empty if each hour is to count as different
   */
  HourComparison(Optional<Map<Instant, HourDigest>> ofReceiver) {
    this.ofReceiver = ofReceiver;
  }

  /** Adds a delivery to its hour. */
  void add(ReconciledDelivery delivery) {
    Hour hour = hours.computeIfAbsent(delivery.hour(), unused -> new Hour());
    hour.digest.add(delivery.messageId());
    hour.pending += delivery.status() == DeliveryStatus.PENDING ? 1 : 0;
  }

  /** Returns the hours that differ, in their order. */
  List<DifferingHour> differing() {
    TreeSet<Instant> all = new TreeSet<>(hours.keySet());
    ofReceiver.map(Map::keySet).ifPresent(all::addAll);
    return all.stream().flatMap(time -> differing(time).stream()).toList();
  }

  private Optional<DifferingHour> differing(Instant time) {
    Hour hour = hours.getOrDefault(time, new Hour());
    HourDigest digest = hour.digest;
    boolean agrees =
        ofReceiver
            .map(given -> given.getOrDefault(time, new HourDigest()))
            .filter(digest::matches)
            .isPresent();
    return agrees
        ? Optional.empty()
        : Optional.of(new DifferingHour(time, digest.count(), digest.hash(), hour.pending));
  }
}
