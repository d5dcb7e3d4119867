package webhooks.delivery.intake.invalid;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntConsumer;
import webhooks.delivery.intake.EventQueues;
import webhooks.delivery.intake.TransactedSessions;
import webhooks.domain.event.invalid.InvalidEventCursor;
import webhooks.domain.event.invalid.InvalidEventQueue;
import webhooks.domain.event.invalid.RejectedEvent;

/** The queue of what intake could not accept. */
public final class JmsInvalidEventQueue implements InvalidEventQueue, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final ConnectionFactory connections;
  private final Clock clock;
  private final BrokerExecutor patience;

  /** Creates it; work with the broker is done on threads of this factory. */
  public JmsInvalidEventQueue(ConnectionFactory connections, Clock clock, ThreadFactory threads) {
    this(connections, clock, new BrokerExecutor(threads, PATIENCE));
  }

  JmsInvalidEventQueue(ConnectionFactory connections, Clock clock, BrokerExecutor patience) {
    this.connections = connections;
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public List<RejectedEvent> list(Optional<InvalidEventCursor> after, int limit) {
    PageReader look = PageReader.after(after, limit);
    return inSession(
        (session, progress) ->
            look.at(session, session.createQueue(EventQueues.INVALID), progress));
  }

  @Override
  public int replay(Optional<Set<String>> ids, IntConsumer before) {
    Replay replay = new Replay(before);
    String selector =
        ids.map(MessageSelectors::ofIds)
            .orElseGet(() -> MessageSelectors.until(clock.instant(), replay.id()));
    return inSession((session, progress) -> replay.move(session, selector, progress));
  }

  /** What is to be done in a session. */
  @FunctionalInterface
  private interface Work<T> {
    T run(Session session, BrokerExecutor.Progress progress) throws JMSException;
  }

  private <T> T inSession(Work<T> work) {
    return patience.call(
        progress -> {
          // Transacted for looks too: pools keep such sessions for intake.
          try (Connection connection = connections.createConnection();
              Session session = TransactedSessions.transacted(connection)) {
            connection.start();
            progress.made();
            return inTransaction(session, () -> work.run(session, progress));
          }
        });
  }

  /** A step that may fail by JMS. */
  @FunctionalInterface
  private interface Step<T> {
    T run() throws JMSException;
  }

  private static <T> T inTransaction(Session session, Step<T> step) throws JMSException {
    boolean done = false;
    try {
      T result = step.run();
      // A queue whose broker went away seems to have ended: only a commit can tell.
      session.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        // Closing the session would not: the next commit on its connection took these along.
        session.rollback();
      }
    }
  }

  /** Ends: no more looks or replays. */
  @Override
  public void close() {
    patience.close();
  }
}
