package webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.params.provider.EnumSource;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.Ids;
import webhooks.domain.webhook.WebhookRow;

/** Intake stores each event once, whatever fails: with a real broker and a real database. */
@OnEveryDatabase
@Timeout(120)
class DurableIntakeTest {
  private static final int WEBHOOKS = 2;
  private static final int EVENTS = 2000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static TestBroker broker;

  private final InjectedFaults faults = new InjectedFaults();
  private final TestPublisher publisher = new TestPublisher(broker);
  private final TestDatabase database;
  private IntakeNode node;

  DurableIntakeTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    broker = new TestBroker(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @BeforeEach
  void empty() {
    broker.reset();
    List.of("event", "delivery_pending", "delivery_finished", "attempt", "webhook")
        .forEach(table -> database.execute("delete from " + table));
    for (int i = 0; i < WEBHOOKS; i++) {
      subscribe(TestPublisher.ACCOUNT, TestPublisher.TYPE);
    }
    subscribe(TestPublisher.ACCOUNT, "iModels.iModelCreated.v1");
    subscribe("account-2", TestPublisher.TYPE);
  }

  private void subscribe(String account, String eventType) {
    new WebhookRow()
        .with("account_id", account)
        .with("scope_id", account)
        .with("event_types", eventType)
        .callbackUrl("https://hook.invalid/")
        .insertInto(database);
  }

  @AfterEach
  void stopNode() throws Exception {
    faults.clear();
    node.close();
  }

  /** The connection is lost before the commit, or the answer after it. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_COMMIT")
  void storesOnceWhenACommitFails(InjectedFaults.Point point) throws Exception {
    faults.failEvery(3, point);

    assertAllAreStoredOnceDespiteFailures();
  }

  @Test
  void storesOnceWhenReadingFailsForAMoment() throws Exception {
    faults.failEvery(399, InjectedFaults.Point.READING);

    assertAllAreStoredOnceDespiteFailures();
  }

  /** The process dies before both commits, or between them. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_DATABASE_COMMIT")
  void storesOnceWhenProcessDies(InjectedFaults.Point point) throws Exception {
    faults.deadly().failEvery(3, point);

    assertAllAreStoredOnceDespiteFailures();
  }

  @Test
  void storesOnceWhenRollbackFailsToo() throws Exception {
    faults.deadly().failEvery(3, InjectedFaults.Point.BEFORE_DATABASE_COMMIT);
    faults.failEvery(2, InjectedFaults.Point.JMS_ROLLBACK);

    assertAllAreStoredOnceDespiteFailures();
  }

  @Test
  void storesOnceWhenEveryStepFailsAtTimes() throws Exception {
    faults.deadly();
    faults.failEvery(4, InjectedFaults.Point.BEFORE_DATABASE_COMMIT);
    faults.failEvery(5, InjectedFaults.Point.AFTER_DATABASE_COMMIT);
    faults.failEvery(3, InjectedFaults.Point.BEFORE_JMS_COMMIT);
    faults.failEvery(4, InjectedFaults.Point.AFTER_JMS_COMMIT);

    assertAllAreStoredOnceDespiteFailures();
  }

  private void assertAllAreStoredOnceDespiteFailures() throws Exception {
    Set<UUID> ids = publisher.publishEvents(EVENTS);
    startNode();

    awaitDrained();
    assertThat(faults.failures()).isGreaterThanOrEqualTo(3);
    assertStoredOnce(ids);
    assertThat(broker.count(TestBroker.INVALID)).isZero();
    await().atMost(LIMIT).untilAsserted(() -> assertThat(node.leasedDeliveries()).isZero());
  }

  /** Artemis gives a message that came by AMQP another JMS message id with each delivery. */
  @Test
  void storesOnceWhatComesAgainWithSameProducerId() throws Exception {
    String id = "ID:AMQP_NO_PREFIX:order-17";
    broker.publish(
        2,
        (session, number) -> {
          Message message = session.createTextMessage(TestPublisher.json(""));
          message.setStringProperty("NATIVE_MESSAGE_ID", id);
          return message;
        });
    startNode();

    awaitDrained();
    assertStoredOnce(Set.of(Ids.named(id)));
  }

  @Test
  void keepsMessagesWhileDatabaseIsUnavailable() throws Exception {
    faults.failEvery(1, InjectedFaults.Point.DATABASE_CONNECTION);
    startNode();
    Set<UUID> ids = publisher.publishEvents(1000);

    await().atMost(LIMIT).until(() -> faults.failures() >= 8);
    assertThat(broker.count(TestBroker.EVENTS)).isEqualTo(1000);
    faults.clear();

    awaitDrained();
    assertStoredOnce(ids);
    assertThat(node.deliveryCounts()).hasSize(1000).containsOnly(1);
  }

  @Test
  void movesInvalidMessagesUnchangedWithReason() throws Exception {
    Map<String, String> reasons = new HashMap<>();
    startNode();
    Set<UUID> ids = publisher.publishEvents(10);
    for (Map.Entry<String, String> invalid : InvalidMessages.REASONS.entrySet()) {
      reasons.put(publisher.publishText(invalid.getKey()), invalid.getValue());
      ids.addAll(publisher.publishEvents(10));
    }

    awaitDrained();
    assertStoredOnce(ids);
    Map<String, String> found = new HashMap<>();
    for (Message message : broker.takeInvalid()) {
      found.put(message.getJMSCorrelationID(), message.getStringProperty("reason"));
      assertThat(((TextMessage) message).getText()).isIn(InvalidMessages.REASONS.keySet());
      assertThat(message.getStringProperty("origin")).isEqualTo("test");
    }
    assertThat(found).isEqualTo(reasons);
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(node.rejected()).isEqualTo(reasons.size()));
  }

  @Test
  void storesEventsOfITwinsCreatedByAnotherLoop() throws Exception {
    startNode();
    Set<UUID> ids = publisher.publishForNewITwins(300);

    awaitDrained();
    assertThat(database.ids("select message_id from event")).isEqualTo(ids);
    assertThat(broker.count(TestBroker.INVALID)).isZero();
    assertThat(node.deliveryCounts()).hasSizeGreaterThanOrEqualTo(600).containsOnly(1);
  }

  @Test
  void movesUtf16MessageAndStoresOthers() throws Exception {
    Set<UUID> ids = publisher.publishEvents(50);
    byte[] utf16 = TestPublisher.json("").getBytes(StandardCharsets.UTF_16BE);
    broker.publish(1, (session, number) -> TestPublisher.bytes(session, utf16));
    ids.addAll(publisher.publishEvents(50));
    startNode();

    awaitDrained();
    assertStoredOnce(ids);
    assertThat(broker.takeInvalid()).hasSize(1);
    assertThat(node.deliveryCounts()).containsOnly(1);
  }

  @Test
  void movesBytesThatAreNotUtf8Unchanged() throws Exception {
    byte[] body = {'{', (byte) 0xc3, '}', 0};
    startNode();
    broker.publish(1, (session, number) -> TestPublisher.bytes(session, body));

    awaitDrained();
    BytesMessage message = (BytesMessage) broker.takeInvalid().get(0);
    byte[] found = new byte[(int) message.getBodyLength()];
    message.readBytes(found);
    assertThat(found).isEqualTo(body);
    assertThat(message.getStringProperty("reason")).isEqualTo("The message is not UTF-8.");
  }

  @Test
  void movesMessagesOfOtherTypesWithBody() throws Exception {
    startNode();
    broker.publish(
        1,
        (session, number) -> {
          var map = session.createMapMessage();
          map.setString("eventType", TestPublisher.TYPE);
          return map;
        });

    awaitDrained();
    Message message = broker.takeInvalid().get(0);
    assertThat(((MapMessage) message).getString("eventType")).isEqualTo(TestPublisher.TYPE);
    assertThat(message.getStringProperty("reason"))
        .isEqualTo("The message is neither a text nor a bytes message.");
  }

  @Test
  void movesEventThatDatabaseRefusesThreeTimes() throws Exception {
    Set<UUID> ids = publisher.publishEvents(500);
    UUID poison = UUID.randomUUID();
    String json = TestPublisher.json(", \"messageId\": \"%s\"".formatted(poison));
    publisher.publishText(json);
    ids.addAll(publisher.publishEvents(500));
    startNode();
    node.events().refuse(poison);

    awaitDrained();
    assertStoredOnce(ids);
    assertThat(node.events().refusedAlone()).isEqualTo(3);
    List<Message> invalid = broker.takeInvalid();
    assertThat(invalid).hasSize(1);
    assertThat(((TextMessage) invalid.get(0)).getText()).isEqualTo(json);
    assertThat(invalid.get(0).getStringProperty("reason"))
        .isEqualTo("The database refused the event.");
  }

  private void startNode() {
    node = new IntakeNode(database, broker.connections(), faults);
  }

  private void awaitDrained() {
    await().atMost(LIMIT).until(() -> broker.count(TestBroker.EVENTS) == 0);
  }

  private void assertStoredOnce(Set<UUID> ids) {
    assertThat(database.ids("select message_id from event")).isEqualTo(ids);
    assertThat(database.count("select count(*) from event")).isEqualTo(ids.size());
    assertThat(database.count("select count(*) from delivery")).isEqualTo(ids.size() * WEBHOOKS);
    assertThat(
            database.count(
                "select count(*) from (select distinct event_id, webhook_id from delivery) d"))
        .isEqualTo(ids.size() * WEBHOOKS);
    assertThat(broker.count(TestBroker.DEAD)).isZero();
  }
}
