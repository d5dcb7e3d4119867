package webhooks.domain.delivery.model;

import java.time.Instant;
import java.util.Optional;

/** The few points in time of the model. Time does not move: what is due comes nearer. */
final class ModelTime {
  // Numbers with few zeros: the hash codes of states would be the same too often.
  static final Instant NOW = Instant.ofEpochMilli(1_793_456_789_123L);

  /** The end of a lease that is too short for an attempt. */
  static final Instant SOON = NOW.plusMillis(7_654_321);

  /** The end of a lease that lasts for an attempt, or the time of a retry. */
  static final Instant LATER = NOW.plusMillis(987_654_321);

  private ModelTime() {}

  static boolean isDueAt(Delivery row, Instant time) {
    return row.dueAt().filter(time::equals).isPresent();
  }

  /** Returns the row when its due time has come nearer. */
  static Delivery nearer(Delivery row) {
    boolean leased = isDueAt(row, LATER) && row.lease().isPresent();
    return new Delivery(
        row.status(),
        row.lease(),
        Optional.of(leased ? SOON : NOW),
        row.attempts(),
        row.attemptsBefore(),
        row.redeliveries(),
        row.activation());
  }
}
