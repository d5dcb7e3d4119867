package webhooks.delivery.intake;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import webhooks.delivery.worker.DependencyHealth;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;

/**
 * Receives events from the queue in batches and stores them. The database commits a batch before
 * JMS does.
 *
 * <p>JMS is the only resource of the session's transaction. A message that is received again
 * because its commit failed is recognised by its message id and stored once. While the database
 * does not answer, the received batch is kept and stored later, so that nothing goes back to the
 * broker and no redelivery is counted. After a failure of the broker it connects again.
 *
 * <p>A message that the JMS client itself can't read or copy makes {@code receive} or the copy to
 * the queue of rejected events fail. The consumer then takes one message at a time, so that a
 * rollback counts a delivery of no other message. It has the broker count the deliveries of the
 * unreadable message ({@link UnreadableMessages}) until the broker moves the message to its
 * dead-letter address. One worker runs a consumer.
 */
public final class EventQueueConsumer implements Worker.Task {
  private static final int MAX_BATCH = 200;

  /** Ends a batch once it holds this much, since a message may have up to 4 MiB. */
  private static final long MAX_BATCH_BYTES = 8 * 1024 * 1024;

  private static final long WAIT_MILLIS = 500;

  /**
   * The number of empty batches in a row after which a new consumer is created. Artemis removes a
   * consumer if it can't convert a message for it, and does not notify the client.
   */
  private static final int MAX_EMPTY_BATCHES = 20;

  private final ConnectionFactory connections;
  private final MessageIngest ingest;
  private final DependencyHealth broker;
  private final Consumer<List<RejectionLog.Rejection>> rejections;
  private final UnreadableMessages unreadableMessages;
  private IntakeSession session;
  private int emptyBatches;

  /**
   * Creates a consumer.
   *
   * @param broker notes whether the broker answers; consumers may share it
   * @param rejections is called with the rejected events of each batch once they are committed
   */
  public EventQueueConsumer(
      ConnectionFactory connections,
      MessageIngest ingest,
      DependencyHealth broker,
      StopSignal stop,
      Consumer<List<RejectionLog.Rejection>> rejections) {
    this.rejections = rejections;
    this.broker = broker;
    this.connections = connections;
    this.ingest = ingest;
    this.unreadableMessages = new UnreadableMessages(connections, stop);
  }

  /** Receives and stores one batch. After a failure the next run connects to the broker again. */
  @Override
  public boolean run() throws JMSException, InterruptedException {
    broker.requestStarted();
    try {
      if (session == null) {
        session = IntakeSession.open(connections);
      }
      List<Message> batch = receiveBatch();
      store(batch);
      emptyBatches = batch.isEmpty() ? emptyBatches + 1 : 0;
      if (emptyBatches >= MAX_EMPTY_BATCHES) {
        broker.requestStarted();
        session = session.withNewConsumer();
        broker.requestAnswered();
        emptyBatches = 0;
      }
    } catch (UnreadableMessageException e) {
      close();
      broker.requestAnswered();
      unreadableMessages.add(e);
      unreadableMessages.countDelivery();
    } catch (JMSException | InterruptedException | RuntimeException | Error e) {
      try {
        close();
      } catch (JMSException | RuntimeException closeFailure) {
        e.addSuppressed(closeFailure);
      }
      throw e;
    }
    return true;
  }

  /** Closes the session, if one is open. The next run opens another one. */
  @Override
  public void close() throws JMSException {
    if (session != null) {
      IntakeSession closed = session;
      session = null;
      emptyBatches = 0;
      closed.close();
    }
  }

  /**
   * Receives a batch, empty if no message comes for a while.
   *
   * @throws UnreadableMessageException if {@code receive} fails while the broker answers; nothing
   *     is acknowledged then
   */
  private List<Message> receiveBatch() throws JMSException, UnreadableMessageException {
    int max = unreadableMessages.isSuspected() ? 1 : MAX_BATCH;
    List<Message> batch = new ArrayList<>();
    long bytes = 0;
    try {
      Message message = session.consumer().receive(WAIT_MILLIS);
      while (message != null) {
        batch.add(message);
        bytes += bytes(message);
        boolean full = batch.size() >= max || bytes >= MAX_BATCH_BYTES;
        message = full ? null : session.consumer().receiveNoWait();
      }
      return batch;
    } catch (JMSException | RuntimeException | OutOfMemoryError e) {
      // OutOfMemoryError: a body may claim a size that no memory has room for.
      session.rollBack(e);
      throw new UnreadableMessageException(e);
    } catch (Error e) {
      session.rollBack(e);
      throw e;
    }
  }

  /** Stores a batch and acknowledges it. */
  private void store(List<Message> batch)
      throws JMSException, UnreadableMessageException, InterruptedException {
    try {
      List<RejectionLog.Rejection> rejected = batch.isEmpty() ? List.of() : accept(batch);
      // An empty batch is committed too: only a commit detects a dead broker.
      session.jms().commit();
      broker.requestAnswered();
      unreadableMessages.received(batch.size());
      rejections.accept(rejected);
    } catch (UnreadableMessageException e) {
      session.rollBack(e);
      throw e;
    } catch (JMSException | InterruptedException | RuntimeException | Error e) {
      unreadableMessages.batchFailed();
      session.rollBack(e);
      throw e;
    }
  }

  private static long bytes(Message message) throws JMSException {
    try {
      if (message instanceof TextMessage text) {
        return text.getText() == null ? 0 : 2L * text.getText().length();
      }
      if (message instanceof BytesMessage bytes) {
        return bytes.getBodyLength();
      }
    } catch (RuntimeException e) {
      // MessageIngest rejects a message whose body can't be read.
    }
    // The size of other kinds, which are no events, is unknown: the batch ends with them.
    return MAX_BATCH_BYTES;
  }

  /**
   * Stores the events of a batch. Sends rejected messages to the queue of rejected events, and
   * postponed ones back to the queue of events, in the transaction that acknowledges them.
   *
   * @return the rejected messages
   */
  private List<RejectionLog.Rejection> accept(List<Message> batch)
      throws JMSException, UnreadableMessageException, InterruptedException {
    // Time spent in the database does not count as broker downtime.
    broker.requestAnswered();
    if (batch.size() == MAX_BATCH) {
      // The broker probably has more. Messages that wait there cost less than in the database.
      ingest.awaitRoom();
    }
    MessageIngest.NotStored notStored = ingest.store(batch);
    broker.requestStarted();
    List<RejectionLog.Rejection> sent = new ArrayList<>();
    for (RejectedMessage rejected : notStored.rejected()) {
      Message copy = MessageCopy.send(() -> rejected.withReason(session.jms()), session.invalid());
      sent.add(
          new RejectionLog.Rejection(
              rejected.reason(), copy.getJMSMessageID(), rejected.failure()));
    }
    for (PostponedMessage postponed : notStored.postponed()) {
      postponed.send(session.jms(), session.events());
    }
    return sent;
  }
}
