package webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import webhooks.domain.operational.OperationalEvent;

/** What a failed transaction leaves in a pooled session, and what its caller learns. */
class OperationsTopicFailureTest {
  private static TestBroker broker;

  private final InjectedFaults faults = new InjectedFaults();
  private final PooledConnections pool = new PooledConnections(broker.connections(), faults);
  private final OperationsTopic topic = new OperationsTopic(pool.factory());
  private final JMSContext subscriber = broker.connections().createContext();
  private JMSConsumer subscription;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    broker = new TestBroker(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @BeforeEach
  void subscribe() {
    subscription = subscriber.createConsumer(subscriber.createTopic(OperationsTopic.NAME));
  }

  @AfterEach
  void close() throws JMSException {
    subscriber.close();
    pool.close();
  }

  @Test
  void failedEventsAreNotPublishedByTheNextCommitOfTheSession() throws Exception {
    faults.failEvery(1, InjectedFaults.Point.BEFORE_JMS_COMMIT);

    assertThatThrownBy(() -> topic.publish(List.of(event("1"), event("2"))))
        .isInstanceOf(IOException.class)
        .hasMessage("The broker took no operational events: injected: not committed");

    faults.clear();
    commitPooledSession();
    OperationalEvent third = event("3");
    topic.publish(List.of(third));
    assertThat(subscription.receiveBody(String.class, 30_000)).isEqualTo(third.json());
  }

  @Test
  void aFailedRollbackDoesNotHideTheFirstFailure() {
    faults.failEvery(1, InjectedFaults.Point.BEFORE_JMS_COMMIT);
    // The first rollback is before the events.
    faults.failEvery(2, InjectedFaults.Point.JMS_ROLLBACK);

    assertThatThrownBy(() -> topic.publish(List.of(event("1"))))
        .cause()
        .hasMessage("injected: not committed")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .containsExactly("injected: not rolled back"));
  }

  /** Commits what the pool's only session holds, as another user of the pool would. */
  private void commitPooledSession() throws JMSException {
    try (Connection connection = pool.factory().createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
      session.commit();
    }
  }

  private static OperationalEvent event(String content) {
    return new OperationalEvent(
        UUID.randomUUID(), "webhooks.x.v1", Optional.empty(), content, Instant.EPOCH);
  }
}
