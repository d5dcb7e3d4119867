package webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
import webhooks.domain.id.Ids;

/** The id of an event whose body has none. */
@Timeout(120)
class ProducerMessageIdTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static TestBroker broker;
  private static TestDatabase database;

  private final UUID id = UUID.randomUUID();
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
  void startNode() throws Exception {
    broker.reset();
    database.clear();
    node = new IntakeNode(database, broker.connections(), new InjectedFaults());
  }

  @AfterEach
  void stopNode() throws Exception {
    node.close();
  }

  /** Publishes an event twice with the id that Artemis keeps of a message sent by AMQP. */
  private static List<String> publishTwice(String amqpId, String more) throws JMSException {
    return broker.publish(
        2,
        (session, number) -> {
          Message message = session.createTextMessage(TestPublisher.json(more));
          if (!amqpId.isEmpty()) {
            message.setStringProperty("NATIVE_MESSAGE_ID", amqpId);
          }
          return message;
        });
  }

  private static void awaitStored(Set<UUID> ids) {
    await().atMost(LIMIT).until(() -> broker.count(TestBroker.EVENTS) == 0);
    assertThat(database.ids("select message_id from event")).isEqualTo(ids);
  }

  /** Artemis notes in the id how the producer wrote it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"%s", "ID:%s", "ID:AMQP_UUID:%s", "ID:AMQP_NO_PREFIX:%s", "ID:AMQP_STRING:ID:%s"})
  void isAnAmqpIdThatIsAUuid(String form) throws Exception {
    publishTwice(form.formatted(id.toString().toUpperCase(Locale.ROOT)), "");

    awaitStored(Set.of(id));
  }

  @Test
  void isAJmsIdThatIsAUuid() throws Exception {
    List<String> given = publishTwice("", "");

    assertThat(given).allMatch(one -> one.startsWith("ID:"));
    awaitStored(
        Set.of(
            UUID.fromString(given.get(0).substring(3)),
            UUID.fromString(given.get(1).substring(3))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"order-17", "ID:order-17", "ID:", "ID:8a0f4d9c4e5b4d0e9d460c7e35a5b9b1"})
  void followsFromAnyOtherId(String given) throws Exception {
    publishTwice(given, "");

    awaitStored(Set.of(Ids.named(given)));
  }

  @Test
  void bodyComesFirst() throws Exception {
    publishTwice(UUID.randomUUID().toString(), ", \"messageId\": \"" + id + "\"");

    awaitStored(Set.of(id));
  }
}
