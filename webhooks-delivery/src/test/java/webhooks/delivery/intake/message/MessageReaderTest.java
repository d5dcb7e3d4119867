package webhooks.delivery.intake.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.intake.RejectedMessage;
import webhooks.delivery.intake.TestBroker;
import webhooks.delivery.intake.TestPublisher;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.InvalidEventException;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.trace.TraceContext;

/** The modes of CloudEvents in messages. */
@Timeout(120)
class MessageReaderTest {
  private static final UUID ID = UUID.fromString("8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1");
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String STRUCTURED =
      "{\"specversion\": \"1.0\", \"id\": \""
          + ID
          + "\", \"type\": \"iModels.changesReady.v1\","
          + " \"source\": \"/erp\", \"accountid\": \"a\", \"data\": {\"n\": 1.50}}";
  private static final String CONTENT_TYPE = "JMS_AMQP_ContentType";

  private static TestBroker broker;

  private final MessageReader reader =
      new MessageReader(new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC()));

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    broker = new TestBroker(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  /** Returns the properties of binary mode. */
  private static Map<String, Object> properties(String prefix) {
    return new TreeMap<>(
        Map.of(
            prefix + "specversion",
            "1.0",
            prefix + "id",
            ID.toString(),
            prefix + "type",
            "iModels.changesReady.v1",
            prefix + "source",
            "/erp",
            prefix + "accountid",
            "a"));
  }

  /** Reads a message as intake receives it. A name with a colon comes from AMQP. */
  private Event read(String body, Map<String, Object> properties) throws JMSException {
    publish(body, properties);
    return receive(reader::read);
  }

  private static void publish(String body, Map<String, Object> properties) throws JMSException {
    broker.publish(
        1,
        (session, number) -> {
          boolean asBytes = properties.containsKey("bytes");
          Message message =
              asBytes
                  ? TestPublisher.bytes(session, body.getBytes(StandardCharsets.UTF_8))
                  : session.createTextMessage(body);
          for (Map.Entry<String, Object> property : properties.entrySet()) {
            ((ActiveMQMessage) message)
                .getCoreMessage()
                .putObjectProperty(property.getKey(), property.getValue());
          }
          return message;
        });
  }

  /** Uses a received message. */
  @FunctionalInterface
  private interface Use<T> {
    T of(Message message) throws JMSException;
  }

  private static <T> T receive(Use<T> use) throws JMSException {
    try (Connection connection = broker.connections().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer events = session.createConsumer(session.createQueue(TestBroker.EVENTS))) {
      connection.start();
      return use.of(events.receive(30_000));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloudEvents:", "cloudEvents_"})
  void readsBinaryMode(String prefix) throws Exception {
    Map<String, Object> properties = properties(prefix);
    properties.put(CONTENT_TYPE, "application/json; charset=utf-8");
    properties.put(prefix + "traceparent", TRACE);
    properties.put("traceparent", TRACE.replace("b7ad", "0000"));
    properties.put("other", "ignored");

    Event event = read("{\"n\": 1.50}", properties);

    assertThat(event.id()).isEqualTo(ID);
    assertThat(event.accountId()).contains("a");
    assertThat(event.payload().content()).asString().isEqualTo("{\"n\": 1.50}");
    assertThat(event.trace()).isEqualTo(TraceContext.parse(TRACE, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bytes"})
  void readsStructuredModeByItsBody(String kind) throws Exception {
    Event event = read(STRUCTURED, kind.isEmpty() ? Map.of() : Map.of(kind, true));

    assertThat(event.id()).isEqualTo(ID);
    assertThat(event.payload().content()).asString().isEqualTo("{\"n\": 1.50}");
  }

  @Test
  void propertyNamesTheTraceOfStructuredMode() throws Exception {
    assertThat(read(STRUCTURED, Map.of("traceparent", TRACE)).trace())
        .isEqualTo(TraceContext.parse(TRACE, null))
        .isPresent();
  }

  /** A producer of structured mode may set the properties of binary mode too. */
  @Test
  void contentTypeOfStructuredModeComesFirst() throws Exception {
    Map<String, Object> properties = properties("cloudEvents:");
    properties.put("cloudEvents:id", UUID.randomUUID().toString());
    properties.put(CONTENT_TYPE, "Application/CloudEvents+JSON; charset=utf-8");

    assertThat(read(STRUCTURED, properties).id()).isEqualTo(ID);
  }

  @Test
  void contentTypeOfStructuredModeAllowsNoOtherForm() {
    String event = TestPublisher.json("");

    assertInvalid(
        event, Map.of(CONTENT_TYPE, "application/cloudevents+json"), "'eventType'", "attribute");
    assertInvalid(
        "[" + STRUCTURED + "]",
        Map.of(CONTENT_TYPE, "application/cloudevents-batch+json"),
        "The message is not a JSON object.");
  }

  @ParameterizedTest
  @CsvSource({
    "cloudEvents:partitionkey, 7, The extension 'partitionkey' is not accepted.",
    "cloudEvents_id, order-7, 'id' is not a UUID.",
    "cloudEvents_time, 1790952900000, 'time' must be ISO 8601",
    "JMS_AMQP_ContentType, text/plain, 'datacontenttype' must be application/json"
  })
  void rejectsInvalidProperties(String name, String value, String reason) {
    Map<String, Object> properties = properties("cloudEvents_");
    properties.put(name, value);

    assertInvalid("{}", properties, reason);
  }

  @Test
  void nameOfAmqpWins() throws Exception {
    Map<String, Object> properties = properties("cloudEvents_");
    properties.replaceAll((name, value) -> "other");
    properties.putAll(properties("cloudEvents:"));

    Event event = read("{}", properties);

    assertThat(event.id()).isEqualTo(ID);
    assertThat(event.accountId()).contains("a");
  }

  /** JMS does not allow names with a colon. */
  @ParameterizedTest
  @ValueSource(strings = {"cloudEvents:", "cloudEvents_"})
  void copyKeepsBinaryMode(String prefix) throws Exception {
    publish("{}", properties(prefix));

    receive(
        message -> {
          try (Connection connection = broker.connections().createConnection();
              Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
              MessageProducer events =
                  session.createProducer(session.createQueue(TestBroker.EVENTS))) {
            events.send(new RejectedMessage(message, "because").withReason(session));
          }
          return null;
        });

    assertThat(receive(reader::read).id()).isEqualTo(ID);
  }

  @Test
  void copyKeepsTheContentType() throws Exception {
    publish(STRUCTURED, Map.of(CONTENT_TYPE, "application/cloudevents+json"));

    String type =
        receive(
            message -> {
              try (Connection connection = broker.connections().createConnection();
                  Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                return new RejectedMessage(message, "because")
                    .withReason(session)
                    .getStringProperty(CONTENT_TYPE);
              }
            });

    assertThat(type).isEqualTo("application/cloudevents+json");
  }

  private void assertInvalid(String body, Map<String, Object> properties, String... reason) {
    assertThatThrownBy(() -> read(body, properties))
        .isInstanceOf(InvalidEventException.class)
        .message()
        .containsAnyOf(reason);
  }
}
