package webhooks.delivery.intake.invalid;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import webhooks.delivery.intake.EventQueues;
import webhooks.delivery.intake.TransactedSessions;
import webhooks.domain.node.InvalidEventCursor;
import webhooks.domain.node.InvalidEventQueue;
import webhooks.domain.node.RejectedEvent;
import webhooks.domain.node.RejectedEventFilter;
import webhooks.domain.node.RejectedSelection;

/** The queue of rejected events in the JMS broker. */
public final class JmsInvalidEventQueue implements InvalidEventQueue, AutoCloseable {
  /** The maximum number of requests that use the broker at the same time. */
  public static final int MAX_CONCURRENT = 4;

  private static final Duration STEP_TIMEOUT = Duration.ofSeconds(8);

  private final ConnectionFactory connections;
  private final Clock clock;
  private final BrokerExecutor executor;

  /**
   * Creates the queue.
   *
   * @param threads run the operations, and refuse an operation if too many are running
   */
  public JmsInvalidEventQueue(ConnectionFactory connections, Clock clock, Executor threads) {
    this(connections, clock, new BrokerExecutor(threads, STEP_TIMEOUT));
  }

  JmsInvalidEventQueue(ConnectionFactory connections, Clock clock, BrokerExecutor executor) {
    this.connections = connections;
    this.clock = clock;
    this.executor = executor;
  }

  @Override
  public List<RejectedEvent> list(
      RejectedSelection selection, Optional<InvalidEventCursor> after, int limit) {
    PageReader page = PageReader.after(after, limit, selection);
    return inSession(
        (session, progress) ->
            page.read(session, session.createQueue(EventQueues.INVALID), progress));
  }

  @Override
  public int replay(RejectedSelection selection, IntConsumer beforeCommit) {
    Replay replay = new Replay(beforeCommit);
    String selector = presentOf(selection, replay.id());
    return inSession((session, progress) -> replay.move(session, selector, progress));
  }

  /** Selects no message that arrives while the operation runs. */
  private String presentOf(RejectedSelection selection, String operation) {
    return selection.ids().isPresent()
        ? EventQueues.RECEIVABLE + MessageSelectors.matching(selection)
        : MessageSelectors.until(clock.instant(), operation) + MessageSelectors.matching(selection);
  }

  @Override
  public int discard(RejectedSelection selection, IntConsumer beforeCommit) {
    String selector = presentOf(selection, "");
    AtomicInteger count = new AtomicInteger();
    RejectedErasure discard =
        RejectedErasure.ofAll(selector, batch -> beforeCommit.accept(count.addAndGet(batch)));
    inSession(discard::erase);
    return count.get();
  }

  @Override
  public Optional<RejectedEvent> replace(String id, String body, Runnable beforeCommit) {
    return inSession(
        (session, progress) -> new Replacement(id, body, beforeCommit).make(session, progress));
  }

  @Override
  public int erase(RejectedEventFilter filter, IntConsumer beforeCommit) {
    RejectedErasure erasure = new RejectedErasure(filter, beforeCommit);
    return inSession(erasure::erase);
  }

  /** An operation in a session. */
  @FunctionalInterface
  private interface SessionOperation<T> {
    T run(Session session, BrokerExecutor.OperationProgress progress) throws JMSException;
  }

  private <T> T inSession(SessionOperation<T> operation) {
    return executor.call(
        progress -> {
          // Transacted for reads too, since a pool gives the same sessions to intake.
          try (Connection connection = connections.createConnection();
              Session session = TransactedSessions.transacted(connection)) {
            connection.start();
            progress.stepDone();
            return inTransaction(session, () -> operation.run(session, progress));
          }
        });
  }

  /** The steps of a transaction. */
  @FunctionalInterface
  private interface TransactionSteps<T> {
    T run() throws JMSException;
  }

  private static <T> T inTransaction(Session session, TransactionSteps<T> steps)
      throws JMSException {
    boolean done = false;
    try {
      T result = steps.run();
      // The queue of a broker that has died looks empty: only a commit detects that.
      session.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        // Closing a pooled session does not: the next commit would acknowledge its messages.
        session.rollback();
      }
    }
  }

  /** Refuses further reads and replays. */
  @Override
  public void close() {
    executor.close();
  }
}
