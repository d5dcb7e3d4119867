package webhooks.delivery.intake;

import static org.apache.activemq.artemis.api.core.Message.MAP_TYPE;
import static org.apache.activemq.artemis.api.core.Message.OBJECT_TYPE;
import static org.apache.activemq.artemis.api.core.Message.STREAM_TYPE;
import static org.apache.activemq.artemis.api.core.Message.TEXT_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.database.TestDatabase;

/** Messages that make the JMS client's {@code receive} fail, with a real broker. */
@Timeout(120)
class UnreadableMessagesTest {
  /** The minimum that docs/broker.md allows. */
  private static final int MAX_DELIVERY_ATTEMPTS = 50;

  private static final byte UNKNOWN_TYPE = 99;

  private static TestDatabase database;
  private static TestBroker broker;
  private static TestPublisher publisher;
  private IntakeNode node;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    database = TestDatabase.h2();
    broker = new TestBroker(directory);
    publisher = new TestPublisher(broker);
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
    database.close();
  }

  @BeforeEach
  void empty() {
    database.execute("truncate table event");
    broker.reset();
    broker.setMaxDeliveryAttempts(MAX_DELIVERY_ATTEMPTS);
  }

  @AfterEach
  void stopNode() throws Exception {
    node.close();
  }

  /** A bytes message of any content can be read and copied; messages of other types can't. */
  @ParameterizedTest
  @ValueSource(bytes = {TEXT_TYPE, MAP_TYPE, STREAM_TYPE, OBJECT_TYPE, UNKNOWN_TYPE})
  void storesOtherMessagesOnce(byte type) throws Exception {
    broker.publishUnreadable(TestBroker.EVENTS, 1, type);
    Set<UUID> ids = publisher.publishEvents(300);
    broker.publishUnreadable(TestBroker.EVENTS, 2, type);
    ids.addAll(publisher.publishEvents(300));
    startNode();

    awaitDrained();
    assertThat(database.ids("select message_id from event")).isEqualTo(ids);
    // This client sends a stream on without reading it; the resource adapter's does not.
    long invalid = type == STREAM_TYPE ? 3 : 0;
    assertThat(broker.count(TestBroker.INVALID)).isEqualTo(invalid);
    assertThat(broker.count(TestBroker.DEAD)).isEqualTo(3 - invalid);
  }

  @Test
  void storesEventsBehindManyOfThem() throws Exception {
    broker.setMaxDeliveryAttempts(100);
    broker.publishUnreadable(TestBroker.EVENTS, 25, TEXT_TYPE);
    Set<UUID> ids = publisher.publishEvents(10);
    startNode();

    awaitDrained();
    assertThat(database.ids("select message_id from event")).isEqualTo(ids);
    assertThat(broker.count(TestBroker.DEAD)).isEqualTo(25);
  }

  @Test
  void receivesMessagesThatComeLater() throws Exception {
    broker.publishUnreadable(TestBroker.EVENTS, 1, TEXT_TYPE);
    startNode();
    awaitDrained();

    Set<UUID> ids = publisher.publishEvents(300);

    awaitDrained();
    assertThat(database.ids("select message_id from event")).isEqualTo(ids);
    assertThat(node.deliveryCounts()).hasSize(300).containsOnly(1);
    assertThat(broker.count(TestBroker.DEAD)).isEqualTo(1);
  }

  private void startNode() {
    node = new IntakeNode(database, broker.connections(), new InjectedFaults());
  }

  private void awaitDrained() {
    // Takes seconds; minutes if the machine is busy, as the broker delivers a message many times.
    await().atMost(Duration.ofMinutes(3)).until(() -> broker.count(TestBroker.EVENTS) == 0);
  }
}
