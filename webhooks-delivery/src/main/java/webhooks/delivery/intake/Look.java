package webhooks.delivery.intake;

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
import webhooks.domain.event.InvalidMessage;
import webhooks.domain.event.QueuePosition;

/**
 * A look at messages that were set aside, in the queue's order, without taking them.
 *
 * <p>Browsing begins at the front of the queue, always: what comes before the place asked for is
 * passed over by the broker, as far as times tell, and is not sent here.
 *
 * @param after only those after this place
 * @param limit how many at most
 */
record Look(Optional<QueuePosition> after, int limit) {
  private static final int MOST_TRIES = 6;
  private static final String WITHOUT_REASON = "It was set aside by the broker or by hand.";

  List<InvalidMessage> at(Session session, Queue queue, Patience.Progress progress)
      throws JMSException {
    if (after.isEmpty()) {
      return read(session.createBrowser(queue, Selectors.RECEIVABLE), progress, false);
    }
    boolean there = isThere(session, queue, after.get().messageId());
    progress.made();
    String selector = Selectors.notLongBefore(after.get().time());
    return read(session.createBrowser(queue, selector), progress, there);
  }

  private static boolean isThere(Session session, Queue queue, String id) throws JMSException {
    try (QueueBrowser browser = session.createBrowser(queue, Selectors.ofIds(Set.of(id)))) {
      return hasMore(browser.getEnumeration());
    }
  }

  /**
   * Reads from the place on.
   *
   * @param anchored whether the message of the place is still there. If not, its time tells where
   *     to go on; since loops of intake commit in another order than they send, those of a little
   *     before are shown once more rather than missed.
   */
  private List<InvalidMessage> read(
      QueueBrowser opened, Patience.Progress progress, boolean anchored) throws JMSException {
    try (QueueBrowser browser = opened) {
      List<InvalidMessage> found = new ArrayList<>();
      Enumeration<?> messages = browser.getEnumeration();
      boolean reached = !anchored;
      while (found.size() < limit && hasMore(messages)) {
        Message message = (Message) messages.nextElement();
        progress.made();
        if (!reached) {
          reached = message.getJMSMessageID().equals(after.get().messageId());
        } else {
          found.add(shown(message));
        }
      }
      return found;
    }
  }

  /**
   * Tells whether there are more. A no is the end only if it stays one: Artemis says it also now
   * and then while it is at sending the next message, mostly a large one or one read from disk.
   */
  private static boolean hasMore(Enumeration<?> messages) {
    boolean more = messages.hasMoreElements();
    for (int tries = 1; tries < MOST_TRIES && !more; tries++) {
      LockSupport.parkNanos(Duration.ofMillis(5L << tries).toNanos());
      more = messages.hasMoreElements();
    }
    return more;
  }

  private static InvalidMessage shown(Message message) throws JMSException {
    String reason = message.getStringProperty(Rejected.REASON);
    MessageText body = MessageText.of(message);
    return new InvalidMessage(
        message.getJMSMessageID(),
        reason == null ? WITHOUT_REASON : reason,
        Instant.ofEpochMilli(message.getJMSTimestamp()),
        body.text(),
        body.truncated());
  }
}
