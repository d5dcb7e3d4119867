package webhooks.delivery.intake;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Publishes events to a broker. */
public record TestPublisher(TestBroker broker) {
  public static final String TYPE = "iModels.changesReady.v1";
  public static final String ACCOUNT = "account-1";

  /** Publishes valid events, with and without a message id, as text and as bytes. */
  public Set<UUID> publishEvents(int count) throws JMSException {
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
      ids.add(eventId(messageIds.get(i)));
    }
    return ids;
  }

  /** Returns the id of an event without one. The JMS client makes message ids of UUIDs. */
  static UUID eventId(String messageId) {
    return UUID.fromString(messageId.substring("ID:".length()));
  }

  /** Publishes pairs of an event that creates an iTwin and an event of this iTwin. */
  public Set<UUID> publishForNewITwins(int count) throws JMSException {
    Set<UUID> ids = new HashSet<>();
    UUID[] iTwin = new UUID[1];
    broker.publish(
        2 * count,
        (session, number) -> {
          UUID id = UUID.randomUUID();
          ids.add(id);
          boolean isNew = number % 2 == 0;
          iTwin[0] = isNew ? UUID.randomUUID() : iTwin[0];
          return session.createTextMessage(
              "{\"messageId\": \"%s\", \"iTwinId\": \"%s\", \"content\": {}, %s}"
                  .formatted(
                      id,
                      iTwin[0],
                      isNew
                          ? "\"eventType\": \"iTwins.iTwinCreated.v1\", \"accountId\": \"new\""
                          : "\"eventType\": \"" + TYPE + "\""));
        });
    return ids;
  }

  /** Publishes one text with a property and returns its JMS message id. */
  public String publishText(String text) throws JMSException {
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

  /** Returns an event as JSON with more members. */
  public static String json(String more) {
    return "{\"eventType\": \"%s\", \"accountId\": \"%s\", \"content\": {\"n\": 1.50}%s}"
        .formatted(TYPE, ACCOUNT, more);
  }

  /** Returns a bytes message with this body. */
  public static Message bytes(Session session, byte[] body) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body);
    return message;
  }
}
