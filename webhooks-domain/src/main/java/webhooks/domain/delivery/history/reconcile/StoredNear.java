package webhooks.domain.delivery.history.reconcile;

import java.time.Duration;
import java.time.Instant;

/**
 * Bounds how long before and after the time of an event it may have been stored. The time is the
 * publisher's, and has no index, so a request reads the deliveries that were created near its
 * period. Events that were stored at other times belong to no hour.
 */
final class StoredNear {
  /** How long before its time an event may be stored: the publisher's clock may be ahead. */
  static final Duration MAX_BEFORE = Duration.ofHours(1);

  /** How long after its time an event may be stored: the broker may have kept it. */
  static final Duration MAX_AFTER = Duration.ofHours(6);

  private StoredNear() {}

  /** Returns whether an event of a time may be stored at another time. */
  static boolean includes(Instant enqueued, Instant stored) {
    return !stored.isBefore(enqueued.minus(MAX_BEFORE))
        && stored.isBefore(enqueued.plus(MAX_AFTER));
  }
}
