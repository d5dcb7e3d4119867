package webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import webhooks.domain.id.Ids;

/** What intake promises, whatever fails: with a real broker and a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IntakeContract {
  private static final String TYPE = "iModels.changesReady.v1";
  private static final String ACCOUNT = "account-1";
  private static final int WEBHOOKS = 2;
  private static final int EVENTS = 2000;

  private final Faults faults = new Faults();
  private TestDatabase database;
  private EmbeddedBroker broker;
  private IntakeNode node;

  abstract TestDatabase open(Path directory) throws Exception;

  @BeforeAll
  void openDatabase(@TempDir Path directory) throws Exception {
    database = open(directory);
    for (int i = 0; i < WEBHOOKS; i++) {
      IntakeNode.registerWebhook(database, ACCOUNT, TYPE);
    }
    IntakeNode.registerWebhook(database, ACCOUNT, "iModels.iModelCreated.v1");
    IntakeNode.registerWebhook(database, "account-2", TYPE);
  }

  @AfterAll
  void closeDatabase() throws Exception {
    database.close();
  }

  @BeforeEach
  void startBroker(@TempDir Path directory) throws Exception {
    faults.clear();
    for (String table : List.of("event", "delivery", "attempt")) {
      database.execute("truncate table " + table);
    }
    broker = new EmbeddedBroker(directory);
  }

  @AfterEach
  void stop() throws Exception {
    database.isAway(false);
    node.close();
    broker.close();
  }

  @Test
  void storesEachEventOnceWhenTheConnectionIsLostBeforeTheDatabaseCommits() throws Exception {
    faults.failEvery(3, Faults.Point.BEFORE_DATABASE_COMMIT);

    storesAllOnceInSpiteOfFailures();
  }

  @Test
  void storesEachEventOnceWhenTheProcessDiesBeforeTheDatabaseCommits() throws Exception {
    faults.deadly().failEvery(3, Faults.Point.BEFORE_DATABASE_COMMIT);

    storesAllOnceInSpiteOfFailures();
  }

  @Test
  void storesEachEventOnceWhenTheAnswerToTheDatabaseCommitIsLost() throws Exception {
    faults.failEvery(3, Faults.Point.AFTER_DATABASE_COMMIT);

    storesAllOnceInSpiteOfFailures();
  }

  @Test
  void storesEachEventOnceWhenTheProcessDiesBetweenTheTwoCommits() throws Exception {
    faults.deadly().failEvery(3, Faults.Point.AFTER_DATABASE_COMMIT);

    storesAllOnceInSpiteOfFailures();
  }

  @Test
  void storesEachEventOnceWhenTheBrokerDoesNotCommit() throws Exception {
    faults.failEvery(3, Faults.Point.BEFORE_JMS_COMMIT);

    storesAllOnceInSpiteOfFailures();
  }

  @Test
  void storesEachEventOnceWhenTheAnswerToTheBrokersCommitIsLost() throws Exception {
    faults.failEvery(3, Faults.Point.AFTER_JMS_COMMIT);

    storesAllOnceInSpiteOfFailures();
  }

  @Test
  void storesEachEventOnceWhenEverythingFailsAtTimes() throws Exception {
    faults.deadly();
    faults.failEvery(4, Faults.Point.BEFORE_DATABASE_COMMIT);
    faults.failEvery(5, Faults.Point.AFTER_DATABASE_COMMIT);
    faults.failEvery(3, Faults.Point.BEFORE_JMS_COMMIT);
    faults.failEvery(4, Faults.Point.AFTER_JMS_COMMIT);

    storesAllOnceInSpiteOfFailures();
  }

  private void storesAllOnceInSpiteOfFailures() throws Exception {
    Set<UUID> ids = publishes(EVENTS);
    startNode();

    awaitDrained();
    assertThat(faults.failures()).isGreaterThanOrEqualTo(3);
    assertStoredOnce(ids);
    assertThat(broker.count(EmbeddedBroker.INVALID)).isZero();
    await().untilAsserted(() -> assertThat(node.freeSlots()).isEqualTo(IntakeNode.MAX_IN_FLIGHT));
  }

  @Test
  void keepsItsMessagesWhileTheDatabaseIsAwayAndResumesByItself() throws Exception {
    database.isAway(true);
    startNode();
    Set<UUID> ids = publishes(1000);

    await().until(() -> database.refusals() >= 8);
    assertThat(broker.count(EmbeddedBroker.EVENTS)).isEqualTo(1000);
    database.isAway(false);

    awaitDrained();
    assertStoredOnce(ids);
    assertThat(node.deliveryCounts()).hasSize(1000).containsOnly(1);
  }

  @Test
  void setsInvalidMessagesAsideUnchangedWithTheirReasonAmongValidOnes() throws Exception {
    Map<String, String> reasons = new HashMap<>();
    startNode();
    Set<UUID> ids = publishes(10);
    for (Map.Entry<String, String> invalid : InvalidMessages.REASONS.entrySet()) {
      reasons.put(publishes(invalid.getKey()), invalid.getValue());
      ids.addAll(publishes(10));
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
  }

  @Test
  void setsBytesThatAreNotUtf8AsideAsTheyCame() throws Exception {
    byte[] body = {'{', (byte) 0xc3, '}', 0};
    startNode();
    broker.publish(1, (session, number) -> bytes(session, body));

    awaitDrained();
    BytesMessage message = (BytesMessage) broker.takeInvalid().get(0);
    byte[] found = new byte[(int) message.getBodyLength()];
    message.readBytes(found);
    assertThat(found).isEqualTo(body);
    assertThat(message.getStringProperty("reason")).isEqualTo("The message is not UTF-8.");
  }

  @Test
  void setsMessagesOfOtherKindsAsideWithTheirBody() throws Exception {
    startNode();
    broker.publish(
        1,
        (session, number) -> {
          var map = session.createMapMessage();
          map.setString("eventType", TYPE);
          return map;
        });

    awaitDrained();
    Message message = broker.takeInvalid().get(0);
    assertThat(((MapMessage) message).getString("eventType")).isEqualTo(TYPE);
    assertThat(message.getStringProperty("reason"))
        .isEqualTo("The message is neither a text nor a bytes message.");
  }

  @Test
  void setsAnEventThatTheDatabaseRefusesAsideAloneAfterThreeTries() throws Exception {
    Set<UUID> ids = publishes(500);
    UUID poison = UUID.randomUUID();
    String json = json(", \"messageId\": \"%s\"".formatted(poison));
    publishes(json);
    ids.addAll(publishes(500));
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

  /** Publishes valid events, with and without a message id, as text and as bytes. */
  private Set<UUID> publishes(int count) throws JMSException {
    Set<UUID> ids = new HashSet<>();
    List<String> messageIds =
        broker.publish(
            count,
            (session, number) -> {
              UUID id = UUID.randomUUID();
              boolean named = number % 2 == 0;
              ids.add(named ? id : null);
              String json = json(named ? ", \"messageId\": \"%s\"".formatted(id) : "");
              return number % 3 == 0
                  ? bytes(session, json.getBytes(StandardCharsets.UTF_8))
                  : session.createTextMessage(json);
            });
    ids.remove(null);
    for (int i = 1; i < count; i += 2) {
      ids.add(Ids.named(messageIds.get(i)));
    }
    return ids;
  }

  private String publishes(String text) throws JMSException {
    return broker
        .publish(
            1,
            (session, number) -> {
              Message message = session.createTextMessage(text);
              message.setStringProperty("origin", "test");
              return message;
            })
        .get(0);
  }

  private static String json(String more) {
    return "{\"eventType\": \"%s\", \"accountId\": \"%s\", \"content\": {\"n\": 1.50}%s}"
        .formatted(TYPE, ACCOUNT, more);
  }

  private static Message bytes(Session session, byte[] body) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body);
    return message;
  }

  private void awaitDrained() {
    await().atMost(Duration.ofSeconds(60)).until(() -> broker.count(EmbeddedBroker.EVENTS) == 0);
  }

  private void assertStoredOnce(Set<UUID> ids) throws SQLException {
    assertThat(database.eventIds()).isEqualTo(ids);
    assertThat(database.count("select count(*) from event")).isEqualTo(ids.size());
    assertThat(database.count("select count(*) from delivery")).isEqualTo(ids.size() * WEBHOOKS);
    assertThat(
            database.count(
                "select count(*) from (select distinct event_id, webhook_id from delivery) d"))
        .isEqualTo(ids.size() * WEBHOOKS);
    assertThat(broker.count(EmbeddedBroker.DEAD)).isZero();
  }
}
