package webhooks.delivery.intake.invalid;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import webhooks.delivery.intake.EventQueues;
import webhooks.delivery.intake.UnreadableMessageException;
import webhooks.delivery.intake.message.CloudEventProperties;
import webhooks.domain.event.CloudEventAttributes;
import webhooks.domain.node.RejectedContent;
import webhooks.domain.node.RejectedEventFilter;
import webhooks.domain.node.RejectedEventFilter.Verdict;

/**
 * Erases rejected events that a filter finds, in batches: each batch is received in one JMS
 * transaction, and sent nowhere.
 *
 * <p>A message is received by its id once. So a message that another session holds, or that the JMS
 * client can't receive, does not keep the erasure from its end.
 */
final class RejectedErasure {
  private static final int MAX_BATCH = 200;
  private static final long WAIT_MILLIS = 1000;

  private final String selector;
  private final Judge judge;
  private final IntConsumer beforeCommit;
  private final Set<String> triedIds = new HashSet<>();

  /** How many messages the last search could not judge. */
  private int unreadable;

  /**
   * Creates an erasure.
   *
   * @param beforeCommit is called before each commit with the number of messages that it erases
   */
  RejectedErasure(RejectedEventFilter filter, IntConsumer beforeCommit) {
    this(
        EventQueues.RECEIVABLE,
        message -> content(message).map(filter::verdict).orElse(Verdict.UNCERTAIN),
        beforeCommit);
  }

  private RejectedErasure(String selector, Judge judge, IntConsumer beforeCommit) {
    this.selector = selector;
    this.judge = judge;
    this.beforeCommit = beforeCommit;
  }

  /** Decides about a message that can be read. */
  @FunctionalInterface
  private interface Judge {
    Verdict of(Message message) throws JMSException;
  }

  /**
   * Creates an erasure of all messages that a selector chooses, whatever their content.
   *
   * @param beforeCommit is called before each commit with the number of messages that it erases
   */
  static RejectedErasure ofAll(String selector, IntConsumer beforeCommit) {
    return new RejectedErasure(selector, message -> Verdict.ERASE, beforeCommit);
  }

  /**
   * Erases the messages.
   *
   * @return how many messages stay although nobody can say whether they match
   */
  int erase(Session session, BrokerExecutor.OperationProgress progress) throws JMSException {
    Set<String> ids = search(session, progress);
    while (!ids.isEmpty()) {
      triedIds.addAll(ids);
      erase(session, ids, progress);
      ids = search(session, progress);
    }
    return unreadable;
  }

  /** Returns the ids of the first matching messages, at most as many as a batch has. */
  private Set<String> search(Session session, BrokerExecutor.OperationProgress progress)
      throws JMSException {
    unreadable = 0;
    Set<String> ids = new LinkedHashSet<>();
    Queue queue = session.createQueue(EventQueues.INVALID);
    try (QueueBrowser browser = session.createBrowser(queue, selector)) {
      Enumeration<?> messages = browser.getEnumeration();
      while (ids.size() < MAX_BATCH && PageReader.hasMore(messages)) {
        Message message = PageReader.next(messages);
        progress.stepDone();
        Verdict verdict = verdict(message);
        if (verdict == Verdict.UNCERTAIN) {
          unreadable++;
        } else if (verdict == Verdict.ERASE) {
          add(message.getJMSMessageID(), ids);
        }
      }
    }
    return ids;
  }

  private void add(String id, Set<String> ids) {
    if (id == null || triedIds.contains(id)) {
      unreadable++;
    } else {
      ids.add(id);
    }
  }

  private Verdict verdict(Message message) {
    try {
      return message == null ? Verdict.UNCERTAIN : judge.of(message);
    } catch (JMSException | OutOfMemoryError e) {
      return Verdict.UNCERTAIN;
    }
  }

  /** Returns the content; empty if the message is neither a text nor a bytes message. */
  private static Optional<RejectedContent> content(Message message) throws JMSException {
    byte[] body;
    if (message instanceof TextMessage text) {
      String json = text.getText();
      body = (json == null ? "" : json).getBytes(StandardCharsets.UTF_8);
    } else if (message instanceof BytesMessage bytes) {
      body = new byte[(int) bytes.getBodyLength()];
      bytes.reset();
      bytes.readBytes(body);
    } else {
      return Optional.empty();
    }
    Map<String, String> attributes =
        CloudEventProperties.attributes(message).map(CloudEventAttributes::values).orElse(Map.of());
    return Optional.of(new RejectedContent(body, attributes));
  }

  private void erase(Session session, Set<String> ids, BrokerExecutor.OperationProgress progress)
      throws JMSException {
    try {
      eraseTogether(session, ids, progress);
    } catch (UnreadableMessageException e) {
      session.rollback();
      if (ids.size() > 1) {
        for (String id : ids) {
          erase(session, Set.of(id), progress);
        }
      }
    }
  }

  private void eraseTogether(
      Session session, Set<String> ids, BrokerExecutor.OperationProgress progress)
      throws JMSException, UnreadableMessageException {
    Queue queue = session.createQueue(EventQueues.INVALID);
    try (MessageConsumer consumer = session.createConsumer(queue, MessageSelectors.ofIds(ids))) {
      int count = 0;
      while (count < ids.size() && Replay.next(consumer, WAIT_MILLIS) != null) {
        progress.stepDone();
        count++;
      }
      if (count > 0) {
        beforeCommit.accept(count);
        progress.stepDone();
        session.commit();
      }
    }
  }
}
