package webhooks.delivery.intake.invalid;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import webhooks.delivery.intake.InjectedFaults;
import webhooks.delivery.intake.PooledConnections;
import webhooks.delivery.intake.RejectedMessage;
import webhooks.delivery.intake.TestBroker;
import webhooks.domain.node.InvalidEventCursor;
import webhooks.domain.node.RejectedEvent;
import webhooks.domain.node.RejectedSelection;

/** A real broker and the queue of the events that intake rejected. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InvalidEventQueueFixture {
  static final IntConsumer NO_AUDIT = count -> {};

  /** A message type that JMS does not know. */
  static final byte UNKNOWN_TYPE = 99;

  final InjectedFaults faults = new InjectedFaults();
  TestBroker broker;
  private PooledConnections pool;
  JmsInvalidEventQueue queue;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    broker = new TestBroker(directory);
  }

  @AfterAll
  void stop() throws Exception {
    broker.close();
  }

  @BeforeEach
  void open() {
    faults.clear();
    broker.reset();
    pool = new PooledConnections(broker.connections(), faults);
    queue =
        new JmsInvalidEventQueue(
            pool.factory(),
            Clock.systemUTC(),
            new BrokerExecutor(task -> new Thread(task).start(), Duration.ofSeconds(30)));
  }

  @AfterEach
  void close() throws Exception {
    queue.close();
    pool.close();
  }

  /** Publishes messages and moves them to the queue of rejected events; returns their new ids. */
  List<String> publishRejected(int count, TestBroker.Publisher publisher) throws JMSException {
    broker.publish(count, publisher);
    return reject(count, "because");
  }

  List<String> publishRejected(int count) throws JMSException {
    return publishRejected(count, (session, number) -> session.createTextMessage("text " + number));
  }

  /** Moves events to the queue of rejected events as intake does; returns their new ids. */
  List<String> reject(int count, String reason) throws JMSException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = broker.connections().createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer events = session.createConsumer(session.createQueue(TestBroker.EVENTS));
        MessageProducer invalid = session.createProducer(session.createQueue(TestBroker.INVALID))) {
      connection.start();
      for (int i = 0; i < count; i++) {
        Message again = new RejectedMessage(events.receive(30_000), reason).withReason(session);
        invalid.send(again);
        ids.add(again.getJMSMessageID());
      }
      session.commit();
    }
    return ids;
  }

  List<Message> takeEvents(int count) throws JMSException {
    List<Message> taken = new ArrayList<>();
    try (Connection connection = broker.connections().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer events = session.createConsumer(session.createQueue(TestBroker.EVENTS))) {
      connection.start();
      for (int i = 0; i < count; i++) {
        taken.add(events.receive(30_000));
      }
      assertThat(events.receiveNoWait()).isNull();
    }
    return taken;
  }

  List<RejectedEvent> page(int limit) {
    return queue.list(RejectedSelection.ALL, Optional.empty(), limit);
  }

  List<RejectedEvent> pageAfter(RejectedEvent last, int limit) {
    return queue.list(
        RejectedSelection.ALL, Optional.of(new InvalidEventCursor(last.time(), last.id())), limit);
  }
}
