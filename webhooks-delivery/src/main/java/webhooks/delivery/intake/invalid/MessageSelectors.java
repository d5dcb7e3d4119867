package webhooks.delivery.intake.invalid;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;
import webhooks.delivery.intake.EventQueues;
import webhooks.delivery.intake.RejectedMessage;
import webhooks.domain.node.RejectedSelection;

/** JMS selectors for messages in the queue of rejected events. */
final class MessageSelectors {
  /**
   * Bounds how far the queue's order differs from the order of times: several consumers and nodes
   * send to it, each with a clock of its own, and messages are ordered by commit.
   */
  private static final Duration MAX_DISORDER = Duration.ofMinutes(1);

  private MessageSelectors() {}

  /** Returns the condition of a selection, to be put after another condition. */
  static String matching(RejectedSelection selection) {
    StringBuilder condition = new StringBuilder();
    selection.ids().ifPresent(ids -> condition.append(idsAmong(ids)));
    selection.reason().ifPresent(text -> condition.append(" and ").append(ofReason(text)));
    selection
        .since()
        .ifPresent(time -> condition.append(" and JMSTimestamp >= " + time.toEpochMilli()));
    selection
        .until()
        .ifPresent(time -> condition.append(" and JMSTimestamp < " + time.toEpochMilli()));
    return condition.toString();
  }

  private static String ofReason(String part) {
    String pattern =
        part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("'", "''");
    String withReason = "%s like '%%%s%%' escape '\\'".formatted(RejectedMessage.REASON, pattern);
    return PageReader.WITHOUT_REASON.contains(part)
        ? "(%s or %s is null)".formatted(withReason, RejectedMessage.REASON)
        : withReason;
  }

  private static String idsAmong(Collection<String> ids) {
    return ids.stream()
        .map(id -> "'" + id.replace("'", "''") + "'")
        .collect(Collectors.joining(", ", " and JMSMessageID in (", ")"));
  }

  /** Selects the messages with these ids. */
  static String ofIds(Collection<String> ids) {
    return EventQueues.RECEIVABLE + idsAmong(ids);
  }

  /**
   * Selects the messages that can come after a message with this time, and all messages without a
   * reason: the broker or an operator moved them here, so their time is older than their arrival.
   */
  static String notLongBefore(Instant time) {
    return EventQueues.RECEIVABLE
        + " and (JMSTimestamp >= %d or %s is null)"
            .formatted(time.minus(MAX_DISORDER).toEpochMilli(), RejectedMessage.REASON);
  }

  /**
   * Selects the messages that were rejected until this time, and all messages without a reason,
   * whose times say nothing about their arrival. Leaves out messages that the replay has moved.
   */
  static String until(Instant time, String replay) {
    return EventQueues.RECEIVABLE
        + " and (JMSTimestamp <= %1$d or %2$s is null) and (%3$s is null or %3$s <> '%4$s')"
            .formatted(time.toEpochMilli(), RejectedMessage.REASON, Replay.PROPERTY, replay);
  }
}
