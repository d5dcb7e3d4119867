package webhooks.domain.delivery.model;

import java.util.UUID;
import webhooks.domain.delivery.DeliveryRules;

/**
 * A delivery in the memory of a node, from its lease until its outcome is recorded.
 *
 * @param lease the token of the lease that the node got; the row may have another one by now
 * @param number the number of the attempt
 * @param scheduled the number of the attempt since the retry schedule last restarted
 * @param activation the webhook's activation when the delivery was leased
 */
record DeliveryInMemory(
    int node, UUID lease, Phase phase, int number, int scheduled, long activation) {
  /** How far a node is with a delivery. */
  enum Phase {
    /** The delivery waits in memory until its request may start. */
    PREFETCHED,
    /** The request is under way. */
    IN_FLIGHT,
    /** The receiver accepted the delivery; this is to be recorded. */
    SUCCEEDED,
    /** The attempt failed and is to be repeated; this is to be recorded. */
    FAILED,
    /** The last attempt failed; this is to be recorded. */
    EXHAUSTED
  }

  /** Returns the delivery as a node gets it when it leases the row. */
  static DeliveryInMemory prefetched(int node, Delivery row) {
    return new DeliveryInMemory(
        node,
        row.lease().orElseThrow(),
        Phase.PREFETCHED,
        row.attempts() + 1,
        DeliveryRules.scheduled(row.attempts(), row.attemptsBefore()),
        row.activation());
  }

  boolean isPrefetched() {
    return phase == Phase.PREFETCHED;
  }

  boolean isInFlight() {
    return phase == Phase.IN_FLIGHT;
  }

  boolean hasOutcome() {
    return !isPrefetched() && !isInFlight();
  }

  DeliveryInMemory started() {
    return new DeliveryInMemory(node, lease, Phase.IN_FLIGHT, number, scheduled, activation);
  }

  DeliveryInMemory ended(Phase outcome) {
    return new DeliveryInMemory(node, lease, outcome, number, 0, activation);
  }
}
