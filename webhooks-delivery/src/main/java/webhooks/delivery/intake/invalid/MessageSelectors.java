package webhooks.delivery.intake.invalid;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;
import webhooks.delivery.intake.EventQueues;
import webhooks.delivery.intake.RejectedMessage;

/** Which messages of a queue are meant, as JMS selectors. */
final class MessageSelectors {
  /**
   * How far messages may lie from the order of their times: they are sent by several loops and
   * nodes, each with a clock of its own, and are in the queue when they are committed.
   */
  private static final Duration DISORDER = Duration.ofMinutes(1);

  private MessageSelectors() {}

  /** Returns the messages of these ids. */
  static String ofIds(Collection<String> ids) {
    return EventQueues.RECEIVABLE
        + ids.stream()
            .map(id -> "'" + id.replace("'", "''") + "'")
            .collect(Collectors.joining(", ", " and JMSMessageID in (", ")"));
  }

  /**
   * Returns the messages that can come after one of this time. Those without a reason were not set
   * aside by intake but by the broker or by hand, and their time tells nothing.
   */
  static String notLongBefore(Instant time) {
    return EventQueues.RECEIVABLE
        + " and (JMSTimestamp >= %d or %s is null)"
            .formatted(time.minus(DISORDER).toEpochMilli(), RejectedMessage.REASON);
  }

  /** Returns the messages that were set aside until then, but those that this replay moved. */
  static String until(Instant time, String replay) {
    return EventQueues.RECEIVABLE
        + " and (JMSTimestamp <= %1$d or %2$s is null) and (%3$s is null or %3$s <> '%4$s')"
            .formatted(time.toEpochMilli(), RejectedMessage.REASON, Replay.PROPERTY, replay);
  }
}
