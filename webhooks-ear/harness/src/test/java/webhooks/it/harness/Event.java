package webhooks.it.harness;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.UUID;

/**
 * An event to publish.
 *
 * @param content JSON text, published unchanged
 */
public record Event(
    UUID messageId,
    String eventType,
    String iTwinId,
    String accountId,
    String enqueuedDateTime,
    String content) {

  public static final String CREATED = "iModels.iModelCreated.v1";
  public static final String DELETED = "iModels.iModelDeleted.v1";

  /** Returns an event of an account. */
  public static Event ofAccount(String accountId) {
    return new Event(UUID.randomUUID(), CREATED, null, accountId, null, someContent());
  }

  /** Returns an event of an iTwin. The product must know its account. */
  public static Event ofITwin(UUID iTwin) {
    return new Event(UUID.randomUUID(), CREATED, iTwin.toString(), null, null, someContent());
  }

  /** Returns the same event with an account. */
  public Event inAccount(String account) {
    return new Event(messageId, eventType, iTwinId, account, enqueuedDateTime, content);
  }

  public Event ofType(String type) {
    return new Event(messageId, type, iTwinId, accountId, enqueuedDateTime, content);
  }

  public Event enqueued(String time) {
    return new Event(messageId, eventType, iTwinId, accountId, time, content);
  }

  public Event holding(String json) {
    return new Event(messageId, eventType, iTwinId, accountId, enqueuedDateTime, json);
  }

  /** Returns the text of the message, or the body of a request. */
  public String json() {
    JsonObjectBuilder envelope = Json.createObjectBuilder();
    envelope.add("messageId", messageId.toString()).add("eventType", eventType);
    addIfGiven(envelope, "iTwinId", iTwinId);
    addIfGiven(envelope, "accountId", accountId);
    addIfGiven(envelope, "enqueuedDateTime", enqueuedDateTime);
    String text = envelope.build().toString();
    return text.substring(0, text.length() - 1) + ",\"content\":" + content + "}";
  }

  private static void addIfGiven(JsonObjectBuilder envelope, String name, String value) {
    if (value != null) {
      envelope.add(name, value);
    }
  }

  private static String someContent() {
    return "{\"imodelId\":\"" + UUID.randomUUID() + "\",\"userId\":\"" + UUID.randomUUID() + "\"}";
  }
}
