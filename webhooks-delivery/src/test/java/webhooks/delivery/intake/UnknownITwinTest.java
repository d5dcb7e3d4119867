package webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import webhooks.domain.database.TestDatabase;

/** An event whose iTwin is not known yet comes again later, and no other event waits for it. */
@Timeout(120)
class UnknownITwinTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int BATCHES = 20;

  private static TestBroker broker;
  private static TestDatabase database;

  private final TestPublisher publisher = new TestPublisher(broker);
  private final UUID iTwin = UUID.randomUUID();
  private IntakeNode node;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    broker = new TestBroker(directory);
    database = TestDatabase.h2();
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
    database.close();
  }

  @BeforeEach
  void empty() {
    broker.reset();
    database.clear();
  }

  @AfterEach
  void stopNode() throws Exception {
    node.close();
  }

  private void startNode(Duration postponement) {
    node = new IntakeNode(database, broker.connections(), new InjectedFaults(), postponement);
  }

  private String publishOfUnknownITwin() throws JMSException {
    return publisher.publishText(
        "{\"eventType\": \"%s\", \"iTwinId\": \"%s\", \"content\": {}}"
            .formatted(TestPublisher.TYPE, iTwin));
  }

  private static void awaitStored(Set<UUID> ids) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(database.ids("select message_id from event")).isEqualTo(ids));
  }

  @Test
  void delaysNoOtherEvent() throws Exception {
    Set<UUID> known = publisher.publishEvents(100);
    for (int i = 0; i < BATCHES; i++) {
      publishOfUnknownITwin();
      known.addAll(publisher.publishEvents(100));
    }
    startNode(Duration.ofHours(1));

    awaitStored(known);
    await().atMost(LIMIT).until(() -> broker.count(TestBroker.EVENTS) == BATCHES);
    assertThat(broker.count(TestBroker.INVALID)).isZero();
  }

  @Test
  void isStoredOnceItsITwinIsKnown() throws Exception {
    startNode(Duration.ofSeconds(2));
    UUID id = TestPublisher.eventId(publishOfUnknownITwin());
    await().atMost(LIMIT).until(() -> !node.deliveryCounts().isEmpty());
    database.execute("insert into itwin (id, account_id) values (?, 'late')", iTwin);

    awaitStored(Set.of(id));
    // The broker's transaction follows that of the database.
    await().atMost(LIMIT).until(() -> broker.count(TestBroker.EVENTS) == 0);
    assertThat(broker.count(TestBroker.INVALID)).isZero();
  }

  @Test
  void isRejectedUnchangedAfterFiveReturns() throws Exception {
    startNode(Duration.ofMillis(50));
    String id = publishOfUnknownITwin();

    await().atMost(LIMIT).until(() -> broker.count(TestBroker.INVALID) == 1);

    assertThat(node.deliveryCounts()).hasSize(6).containsOnly(1);
    List<Message> rejected = broker.takeInvalid();
    assertThat(rejected.get(0).getJMSCorrelationID()).isEqualTo(id);
    assertThat(((TextMessage) rejected.get(0)).getText()).contains(iTwin.toString());
    assertThat(rejected.get(0).getStringProperty("origin")).isEqualTo("test");
    assertThat(rejected.get(0).getIntProperty(PostponedMessage.COUNT))
        .as("a replay is not postponed again")
        .isEqualTo(5);
    assertThat(rejected.get(0).getStringProperty("reason"))
        .isEqualTo("The account of the event's iTwin is not known.");
  }
}
