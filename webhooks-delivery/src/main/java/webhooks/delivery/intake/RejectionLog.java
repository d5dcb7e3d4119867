package webhooks.delivery.intake;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.log.LineLimit;

/** Logs rejected events, in a bounded number of lines. Safe for use by several consumers. */
public final class RejectionLog {
  private static final Logger LOG = Logger.getLogger(RejectionLog.class.getName());

  private final LineLimit invalid;

  /** A limit of its own, so that a faulty publisher does not hide unexpected failures. */
  private final LineLimit failed;

  /** Creates the log of a node. */
  public RejectionLog(Clock clock) {
    invalid = new LineLimit(clock);
    failed = new LineLimit(clock);
  }

  /**
   * A rejected event.
   *
   * @param reason why it was rejected
   * @param id the id that the admin API lists the message by
   * @param failure the unexpected failure that was the reason, if there was one
   */
  public record Rejection(String reason, String id, Optional<RuntimeException> failure) {}

  /** Logs rejections that are committed. */
  public void add(List<Rejection> rejections) {
    for (Rejection rejection : rejections) {
      if (rejection.failure().isEmpty()) {
        add(rejection, invalid, "rejected events");
      } else {
        add(rejection, failed, "events rejected because of a failure");
      }
    }
  }

  private static void add(Rejection rejection, LineLimit limit, String kind) {
    limit
        .admit()
        .ifPresent(
            leftOut -> {
              leftOut.line(kind).ifPresent(LOG::warning);
              LOG.log(Level.WARNING, line(rejection), rejection.failure().orElse(null));
            });
  }

  private static String line(Rejection rejection) {
    return "Event rejected to "
        + EventQueues.INVALID
        + ": "
        + rejection.reason()
        + " "
        + rejection.id();
  }
}
