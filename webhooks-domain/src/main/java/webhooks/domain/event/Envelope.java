package webhooks.domain.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;

/**
 * Holds the properties of an event as its publisher gave them, and the faults that were found in
 * them.
 *
 * <p>The bytes of the content are copied as they are, so that the order of members and the form of
 * numbers stay unchanged. A property that is null counts as absent.
 */
final class Envelope {
  static final int MAX_CONTENT_BYTES = 256 * 1024;

  private final EventForm form;
  private final Set<String> names = new HashSet<>();
  private final List<String> unknown = new ArrayList<>();
  private final Map<EventProperty, String> texts = new EnumMap<>(EventProperty.class);
  private final Faults faults = new Faults();
  private boolean hasDuplicate;
  private byte[] content;

  private Envelope(EventForm form) {
    this.form = form;
  }

  /**
   * Reads an object to its end. The parser is at the beginning of the object.
   *
   * @param json the bytes that the parser reads
   * @throws IOException if the bytes are not JSON
   */
  static Envelope read(EventForm form, JsonParser parser, byte[] json) throws IOException {
    Envelope envelope = new Envelope(form);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      envelope.hasDuplicate |= !envelope.names.add(name);
      envelope.take(name, parser, json);
    }
    return envelope;
  }

  /**
   * Reads a CloudEvent whose attributes came beside its data. The parser has read the first token
   * of the data, if there is one.
   *
   * @param data the bytes that the parser reads, which are the content
   * @throws IOException if the bytes are not JSON
   */
  static Envelope read(CloudEventAttributes attributes, JsonParser parser, byte[] data)
      throws IOException {
    Envelope envelope = new Envelope(EventForm.CLOUDEVENTS);
    attributes.faults().forEach(envelope.faults::add);
    attributes.values().forEach(envelope::takeAttribute);
    if (parser.currentToken() != null) {
      envelope.content = envelope.object(parser, data);
    }
    return envelope;
  }

  private void take(String name, JsonParser parser, byte[] json) throws IOException {
    Optional<EventProperty> property = EventProperty.named(name, form);
    if (property.isEmpty()) {
      if (parser.currentToken() != JsonToken.VALUE_NULL) {
        unknown.add(name);
      }
      parser.skipChildren();
    } else if (property.get() == EventProperty.CONTENT) {
      content = object(parser, json);
    } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
      texts.put(property.get(), parser.getText());
    } else {
      refuseUnlessNull(parser, name, "a string");
    }
  }

  private void takeAttribute(String name, String value) {
    Optional<EventProperty> property = EventProperty.named(name, form);
    if (property.isEmpty() || property.get() == EventProperty.CONTENT) {
      unknown.add(name);
    } else {
      texts.put(property.get(), value);
    }
  }

  private byte[] object(JsonParser parser, byte[] json) throws IOException {
    String name = name(EventProperty.CONTENT);
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      refuseUnlessNull(parser, name, "a JSON object");
      return null;
    }
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int end = (int) parser.currentLocation().getByteOffset();
    if (end - start > MAX_CONTENT_BYTES) {
      invalid(EventProperty.CONTENT, "is larger than 256 KiB.");
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

  /** Returns the form of the event. */
  EventForm form() {
    return form;
  }

  /** Returns the publisher's name of a property, which is the target of its faults. */
  String name(EventProperty property) {
    return property.nameIn(form);
  }

  /** Returns the text of a property other than the content. */
  Optional<String> text(EventProperty property) {
    return Optional.ofNullable(texts.get(property));
  }

  Optional<byte[]> content() {
    return Optional.ofNullable(content);
  }

  /** Returns whether a property occurs twice, even as null, so that the event is ambiguous. */
  boolean hasDuplicate() {
    return hasDuplicate;
  }

  /**
   * Returns whether an envelope that was read as an iTwin event is a CloudEvent. An event that was
   * valid without its property {@code specversion}, which is ignored in messages, is none.
   */
  boolean isCloudEvent() {
    return unknown.contains(EventProperty.SPEC_VERSION.nameIn(EventForm.CLOUDEVENTS))
        && !texts.containsKey(EventProperty.EVENT_TYPE);
  }

  /** Adds a fault for each property that events of this form do not have. */
  void refuseUnknown() {
    if (!hasDuplicate) {
      unknown.forEach(name -> faults.add(form.unknown(name)));
    }
  }

  /** Adds a fault if the property is absent, unless it already has one. */
  void require(EventProperty property) {
    boolean isPresent =
        property == EventProperty.CONTENT ? content != null : texts.containsKey(property);
    if (!isPresent) {
      missing(property, "'" + name(property) + "' is missing.");
    }
  }

  /** Adds a fault of an absent property, unless it already has one. */
  void missing(EventProperty property, String message) {
    if (!faults.has(name(property))) {
      faults.add(Fault.of(FaultCode.MISSING_REQUIRED_PROPERTY, name(property), message));
    }
  }

  /**
   * Adds a fault of a property.
   *
   * @param rule the rule that its value breaks, which follows the name in the message
   */
  void invalid(EventProperty property, String rule) {
    faults.invalid(name(property), "'" + name(property) + "' " + rule);
  }

  /** Returns the faults found so far. {@link EventRules} adds its faults to them. */
  Faults faults() {
    return faults;
  }
}
