package webhooks.delivery.intake;

import java.time.Clock;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.log.LineLimit;

/** Logs why events were rejected, in a bounded number of lines for all consumers of the process. */
final class RejectionLog {
  private static final Logger LOG = Logger.getLogger(RejectionLog.class.getName());
  private static final LineLimit REJECTED = new LineLimit(Clock.systemUTC());
  private static final LineLimit UNREADABLE = new LineLimit(Clock.systemUTC());

  private RejectionLog() {}

  /**
   * Logs a rejection.
   *
   * @param id the id that the admin API lists the message by
   */
  static void rejected(String reason, String id) {
    OptionalLong before = REJECTED.admit();
    if (before.isEmpty()) {
      return;
    }
    if (before.getAsLong() > 0) {
      LOG.warning(before.getAsLong() + " rejected events before this one have no line");
    }
    LOG.warning(() -> "Event rejected to " + EventQueues.INVALID + ": " + reason + " " + id);
  }

  /** Logs why a message can't be read. */
  static void unreadable(RuntimeException failure) {
    if (UNREADABLE.admit().isPresent()) {
      LOG.log(Level.WARNING, "A message can't be read", failure);
    }
  }
}
