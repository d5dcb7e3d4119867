package webhooks.domain.delivery.model;

import java.util.Optional;
import java.util.UUID;

/** A rule that the model breaks on purpose, to show that the search finds it. */
enum PlantedFault {
  /** Breaks no rule. */
  NONE,
  /** An outcome is recorded although its lease is not the delivery's present one. */
  RECORDS_WITHOUT_LEASE,
  /** A delivery is returned to the backlog although another node has leased it by now. */
  RETURNS_WITHOUT_LEASE,
  /** A prefetched delivery is sent without a check of its lease. */
  SENDS_AFTER_LEASE_END,
  /** A claim takes a delivery whose lease has not ended. */
  CLAIM_IGNORES_LEASE,
  /** A claim counts an attempt before it is made. */
  CLAIM_COUNTS_ATTEMPT,
  /** A node claims although it has outcomes whose leases have ended. */
  CLAIMS_BESIDE_LATE_OUTCOMES,
  /** A lease has no end in the database. */
  LEASE_NEVER_ENDS,
  /** The record of an outcome ignores redeliveries that were accepted during the attempt. */
  FORGETS_REDELIVERY,
  /** A delivery of an ended activation is returned, and requeued for it once more. */
  RETURN_KEEPS_REDELIVERY,
  /** A node sends a delivery although it knows that its activation has ended. */
  SENDS_ENDED_ACTIVATION,
  /** A claim decides by an outdated copy of the webhook which deliveries it cancels. */
  CANCELS_CURRENT_ACTIVATION,
  /** Intake acknowledges a message before the database has committed its event. */
  LOSES_ON_CRASH;

  /** Returns a row that a claim takes although its lease has not ended. */
  static Delivery unleased(Delivery row) {
    return row.lease().map(token -> row.released(token, ModelTime.NOW)).orElse(row);
  }

  /** Returns a pending row with another lease. */
  static Delivery withLease(Delivery row, UUID token) {
    Optional<UUID> lease = row.isPending() ? Optional.of(token) : row.lease();
    return changed(row, lease, row.attempts(), row.redeliveries());
  }

  /** Returns a row with another number of requested attempts. */
  static Delivery withRedeliveries(Delivery row, int redeliveries) {
    return changed(row, row.lease(), row.attempts(), redeliveries);
  }

  /** Returns a row with one attempt more. */
  static Delivery counted(Delivery row) {
    return changed(row, row.lease(), row.attempts() + 1, row.redeliveries());
  }

  private static Delivery changed(
      Delivery row, Optional<UUID> lease, int attempts, int redeliveries) {
    return new Delivery(
        row.status(),
        lease,
        row.dueAt(),
        attempts,
        row.attemptsBefore(),
        redeliveries,
        row.activation());
  }
}
