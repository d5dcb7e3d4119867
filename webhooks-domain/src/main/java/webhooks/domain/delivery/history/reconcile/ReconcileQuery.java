package webhooks.domain.delivery.history.reconcile;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A valid request to reconcile.
 *
 * @param since the first time of the period
 * @param until the first time after the period
 * @param hours what the receiver has in each hour; an hour that it leaves out has no event. Empty
 *     if all hours are to be compared by their ids
 * @param messageIds the ids that the receiver has in the hours that differ; empty if hours are only
 *     compared
 */
record ReconcileQuery(
    Instant since,
    Instant until,
    Optional<Map<Instant, HourDigest>> hours,
    Optional<Set<UUID>> messageIds) {

  /** Returns the hour of a time. */
  static Instant hourOf(Instant time) {
    return time.truncatedTo(ChronoUnit.HOURS);
  }
}
