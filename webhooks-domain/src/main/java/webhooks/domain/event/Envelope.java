package webhooks.domain.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;

/**
 * Holds the properties of an event's JSON object, and the faults that were found in it.
 *
 * <p>The bytes of the content are copied as they are, so that the order of members and the form of
 * numbers stay unchanged. A property that is null counts as absent.
 */
final class Envelope {
  static final int MAX_CONTENT_BYTES = 256 * 1024;

  private final Set<String> names = new HashSet<>();
  private final List<String> unknown = new ArrayList<>();
  private final Faults faults = new Faults();
  private boolean hasDuplicate;

  private String messageId;
  private String eventType;
  private String iTwinId;
  private String accountId;
  private String enqueuedDateTime;
  private byte[] content;

  /**
   * Reads an object to its end. The parser is at the beginning of the object.
   *
   * @param json the bytes that the parser reads
   * @throws IOException if the bytes are not JSON
   */
  static Envelope read(JsonParser parser, byte[] json) throws IOException {
    Envelope envelope = new Envelope();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      envelope.hasDuplicate |= !envelope.names.add(name);
      envelope.take(name, parser, json);
    }
    return envelope;
  }

  private void take(String name, JsonParser parser, byte[] json) throws IOException {
    switch (name) {
      case "messageId" -> messageId = text(parser, name);
      case "eventType" -> eventType = text(parser, name);
      case "iTwinId" -> iTwinId = text(parser, name);
      case "accountId" -> accountId = text(parser, name);
      case "enqueuedDateTime" -> enqueuedDateTime = text(parser, name);
      case "content" -> content = object(parser, name, json);
      default -> {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
          unknown.add(name);
        }
        parser.skipChildren();
      }
    }
  }

  private String text(JsonParser parser, String name) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    refuseUnlessNull(parser, name, "a string");
    return null;
  }

  private byte[] object(JsonParser parser, String name, byte[] json) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      refuseUnlessNull(parser, name, "a JSON object");
      return null;
    }
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int end = (int) parser.currentLocation().getByteOffset();
    if (end - start > MAX_CONTENT_BYTES) {
      faults.invalid(name, "'content' is larger than 256 KiB.");
      return null;
    }
    return Arrays.copyOfRange(json, start, end);
  }

  private void refuseUnlessNull(JsonParser parser, String name, String type) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NULL) {
      faults.add(
          Fault.of(FaultCode.INVALID_REQUEST_BODY, name, "'" + name + "' must be " + type + "."));
      parser.skipChildren();
    }
  }

  Optional<String> messageId() {
    return Optional.ofNullable(messageId);
  }

  Optional<String> eventType() {
    return Optional.ofNullable(eventType);
  }

  Optional<String> iTwinId() {
    return Optional.ofNullable(iTwinId);
  }

  Optional<String> accountId() {
    return Optional.ofNullable(accountId);
  }

  Optional<String> enqueuedDateTime() {
    return Optional.ofNullable(enqueuedDateTime);
  }

  Optional<byte[]> content() {
    return Optional.ofNullable(content);
  }

  /** Returns whether a property occurs twice, even as null, so that the event is ambiguous. */
  boolean hasDuplicate() {
    return hasDuplicate;
  }

  /** Returns the names of unknown properties. */
  List<String> unknown() {
    return unknown;
  }

  /** Returns the faults found so far. {@link EventRules} adds its faults to them. */
  Faults faults() {
    return faults;
  }
}
