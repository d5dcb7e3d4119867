package webhooks.delivery.intake.invalid;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import webhooks.delivery.intake.EventQueues;
import webhooks.delivery.intake.RejectedMessage;
import webhooks.domain.node.InvalidEventCursor;
import webhooks.domain.node.RejectedEvent;
import webhooks.domain.node.RejectedSelection;

/**
 * Reads a page of the invalid queue, in the queue's order, without taking messages.
 *
 * <p>Browsing always begins at the front of the queue. A selector of times makes the broker skip
 * most messages before the cursor, so that it does not send them here.
 *
 * @param after the page begins after this message
 * @param unreadableShown whether the entry for unreadable messages after that message was shown
 * @param limit the maximum number of entries
 * @param condition the condition of the page, to be put after another condition of a selector
 */
record PageReader(
    Optional<InvalidEventCursor> after, boolean unreadableShown, int limit, String condition) {
  private static final int MAX_TRIES = 6;
  static final String WITHOUT_REASON = "It was moved here by the broker or by hand.";

  /**
   * Begins the id of an entry that stands for messages that can't be shown. The id of the message
   * before the page follows, so that the entry can be a cursor too.
   */
  private static final String UNREADABLE = "unreadable:";

  /** Returns the reader of the page after this entry, the last one of the page before. */
  static PageReader after(
      Optional<InvalidEventCursor> last, int limit, RejectedSelection selection) {
    String condition = MessageSelectors.matching(selection);
    if (last.filter(cursor -> cursor.messageId().startsWith(UNREADABLE)).isEmpty()) {
      return new PageReader(last, false, limit, condition);
    }
    return new PageReader(
        last.map(
                cursor ->
                    new InvalidEventCursor(
                        cursor.time(), cursor.messageId().substring(UNREADABLE.length())))
            .filter(cursor -> !cursor.messageId().isEmpty()),
        true,
        limit,
        condition);
  }

  List<RejectedEvent> read(Session session, Queue queue, BrokerExecutor.OperationProgress progress)
      throws JMSException {
    if (after.isEmpty()) {
      return read(
          session.createBrowser(queue, EventQueues.RECEIVABLE + condition), progress, false);
    }
    boolean anchored = isInQueue(session, queue, after.get().messageId());
    progress.stepDone();
    String selector = MessageSelectors.notLongBefore(after.get().time()) + condition;
    return read(session.createBrowser(queue, selector), progress, anchored);
  }

  private static boolean isInQueue(Session session, Queue queue, String id) throws JMSException {
    try (QueueBrowser browser = session.createBrowser(queue, MessageSelectors.ofIds(Set.of(id)))) {
      return hasMore(browser.getEnumeration());
    }
  }

  /**
   * Reads the page.
   *
   * @param anchored whether the message of the cursor is still in the queue. If not, the page
   *     begins a little before its time, so it misses no message but may repeat some.
   */
  private List<RejectedEvent> read(
      QueueBrowser opened, BrokerExecutor.OperationProgress progress, boolean anchored)
      throws JMSException {
    try (QueueBrowser browser = opened) {
      List<RejectedEvent> found = new ArrayList<>();
      Enumeration<?> messages = browser.getEnumeration();
      boolean reached = !anchored;
      int unreadable = 0;
      while (found.size() < limit && hasMore(messages)) {
        Message message = next(messages);
        progress.stepDone();
        if (!reached) {
          reached = message != null && after.get().messageId().equals(message.getJMSMessageID());
        } else if (message == null || message.getJMSMessageID() == null) {
          unreadable++;
        } else {
          found.add(rejectedEvent(message));
        }
      }
      return withUnreadable(found, unreadable);
    }
  }

  /**
   * Adds one entry, the first of the page, for all messages of the page that can't be shown: the
   * JMS client can't read them, or they have no id for a cursor. Leaves the entry out if an earlier
   * page has shown it.
   */
  private List<RejectedEvent> withUnreadable(List<RejectedEvent> readable, int unreadable) {
    if (unreadable == 0 || unreadableShown) {
      return readable;
    }
    RejectedEvent entry =
        new RejectedEvent(
            UNREADABLE + after.map(InvalidEventCursor::messageId).orElse(""),
            ("The JMS client can't show %d message(s): the body is not of the message's type, or"
                    + " there is no message id. Use the broker's own tools for them.")
                .formatted(unreadable),
            after.map(InvalidEventCursor::time).orElse(Instant.EPOCH),
            "",
            false,
            0);
    return Stream.concat(Stream.of(entry), readable.stream()).limit(limit).toList();
  }

  /**
   * Returns whether there are more messages. Artemis can return {@code false} too early, while it
   * sends the next message, so the call is repeated before its answer is trusted.
   */
  static boolean hasMore(Enumeration<?> messages) {
    boolean more = messages.hasMoreElements();
    for (int tries = 1; tries < MAX_TRIES && !more; tries++) {
      LockSupport.parkNanos(Duration.ofMillis(5L << tries).toNanos());
      more = messages.hasMoreElements();
    }
    return more;
  }

  /**
   * Returns the next message, or null if the JMS client can't read it: it then returns null itself,
   * or throws an exception, or needs more memory than there is.
   */
  static Message next(Enumeration<?> messages) {
    try {
      return (Message) messages.nextElement();
    } catch (RuntimeException | OutOfMemoryError e) {
      return null;
    }
  }

  /** Returns the entry of a message. */
  static RejectedEvent rejectedEvent(Message message) throws JMSException {
    String reason = message.getStringProperty(RejectedMessage.REASON);
    BodyExcerpt body = excerpt(message);
    return new RejectedEvent(
        message.getJMSMessageID(),
        reason == null ? WITHOUT_REASON : reason,
        Instant.ofEpochMilli(message.getJMSTimestamp()),
        body.text(),
        body.truncated(),
        Replay.replays(message));
  }

  private static BodyExcerpt excerpt(Message message) throws JMSException {
    try {
      return BodyExcerpt.of(message);
    } catch (RuntimeException e) {
      // Artemis reads some bodies late, such as one that claims to be compressed and is not.
      return new BodyExcerpt("", false);
    }
  }
}
