package webhooks.domain.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.id.Ids;

/**
 * Reads an event's JSON as publishers send it.
 *
 * <p>The content is not read but cut out, so that its member order and its numbers stay as they
 * came.
 */
@ApplicationScoped
public class EventReader {
  private static final int MAX_CONTENT_BYTES = 256 * 1024;
  private static final int MAX_ACCOUNT_LENGTH = 128;
  private static final DateTimeFormatter UTC_MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          // UTF-8 alone: of what is read as UTF-16 no part could be cut out by its bytes.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(MAX_CONTENT_BYTES)
                  .maxNameLength(MAX_CONTENT_BYTES)
                  .build())
          .build();

  private EventTypes catalogue;
  private Clock clock;

  /** Creates the bean; for the container. */
  protected EventReader() {}

  /** Creates a reader that takes the types of the catalogue. */
  @Inject
  public EventReader(EventTypes catalogue, Clock clock) {
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /** What the envelope gives; null is a property not given. */
  private static final class Envelope {
    private final Set<String> names = new HashSet<>();
    private String messageId;
    private String eventType;
    private String iTwinId;
    private String accountId;
    private String enqueuedDateTime;
    private byte[] content;
  }

  /**
   * Reads one event.
   *
   * @param json valid UTF-8
   * @param ownId gives the id of an event that brings none
   * @throws InvalidEvent if it can never be accepted
   */
  public Event read(byte[] json, Supplier<UUID> ownId) {
    Envelope envelope = new Envelope();
    try (JsonParser parser = JSON.createParser(json)) {
      readEnvelope(parser, json, envelope);
    } catch (JsonProcessingException e) {
      // Not the parser's own words: they quote the payload.
      throw new InvalidEvent("The message is not JSON, or nested too deep.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return event(envelope, ownId);
  }

  private static void readEnvelope(JsonParser parser, byte[] json, Envelope envelope)
      throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidEvent("The message is not a JSON object.");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (!envelope.names.add(name)) {
        throw new InvalidEvent("The message has a property twice.");
      }
      switch (name) {
        case "messageId" -> envelope.messageId = text(parser, name);
        case "eventType" -> envelope.eventType = text(parser, name);
        case "iTwinId" -> envelope.iTwinId = text(parser, name);
        case "accountId" -> envelope.accountId = text(parser, name);
        case "enqueuedDateTime" -> envelope.enqueuedDateTime = text(parser, name);
        case "content" -> envelope.content = content(parser, json);
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw new InvalidEvent("The message has text after its JSON object.");
    }
  }

  private static String text(JsonParser parser, String name) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> parser.getText();
      default -> throw new InvalidEvent("'" + name + "' must be a string.");
    };
  }

  private static byte[] content(JsonParser parser, byte[] json) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new InvalidEvent("'content' must be a JSON object.");
    }
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int end = (int) parser.currentLocation().getByteOffset();
    if (end - start > MAX_CONTENT_BYTES) {
      throw new InvalidEvent("'content' is larger than 256 KiB.");
    }
    return Arrays.copyOfRange(json, start, end);
  }

  private Event event(Envelope envelope, Supplier<UUID> ownId) {
    if (envelope.eventType == null) {
      throw new InvalidEvent("'eventType' is missing.");
    }
    if (!catalogue.has(envelope.eventType)) {
      throw new InvalidEvent("'eventType' is not in the catalogue.");
    }
    if (envelope.content == null) {
      throw new InvalidEvent("'content' is missing.");
    }
    Optional<UUID> iTwinId = Optional.ofNullable(envelope.iTwinId).map(id -> uuid("iTwinId", id));
    Optional<String> accountId = Optional.ofNullable(envelope.accountId);
    if (accountId.isEmpty() && iTwinId.isEmpty()) {
      throw new InvalidEvent("'iTwinId' or 'accountId' is required.");
    }
    if (accountId.filter(EventReader::isNoAccount).isPresent()) {
      throw new InvalidEvent(
          "'accountId' must have 1 to 128 characters, none of them a control character.");
    }
    UUID id = envelope.messageId == null ? ownId.get() : uuid("messageId", envelope.messageId);
    EventText text = new EventText(envelope.content, enqueued(envelope.enqueuedDateTime));
    return new Event(id, envelope.eventType, accountId, iTwinId, text);
  }

  private static boolean isNoAccount(String id) {
    return id.isBlank()
        || id.length() > MAX_ACCOUNT_LENGTH
        || id.chars().anyMatch(Character::isISOControl);
  }

  private static UUID uuid(String name, String text) {
    return Ids.parse(text).orElseThrow(() -> new InvalidEvent("'" + name + "' is not a UUID."));
  }

  private String enqueued(String given) {
    if (given == null) {
      return UTC_MILLIS.format(clock.instant());
    }
    try {
      Instant instant = OffsetDateTime.parse(given).toInstant();
      // A time in UTC stays as its publisher wrote it, with all its digits.
      return given.endsWith("Z") ? given : UTC_MILLIS.format(instant);
    } catch (DateTimeException e) {
      throw new InvalidEvent(
          "'enqueuedDateTime' must be ISO 8601, such as 2026-10-02T14:55:00.463Z.");
    }
  }
}
