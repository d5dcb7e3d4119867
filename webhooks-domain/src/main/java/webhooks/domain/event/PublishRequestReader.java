package webhooks.domain.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.id.Ids;

/** Reads the body of one request to publish events, and collects its faults. */
final class PublishRequestReader {
  private static final int MAX_EVENTS = 1000;
  private static final int CHUNK = 8192;

  private final EventRules rules;
  private final JsonParser parser;
  private final PublishBody body;
  private final Map<String, Event> events = new LinkedHashMap<>();
  private final Faults faults = new Faults();

  /**
   * Creates a reader.
   *
   * @param parser the parser, at the beginning of the body
   */
  PublishRequestReader(EventRules rules, JsonParser parser, PublishBody body) {
    this.rules = rules;
    this.parser = parser;
    this.body = body;
  }

  /**
   * Reads the whole body.
   *
   * @throws IOException if the body is not JSON
   */
  PublishEvents read() throws IOException {
    if (!isUtf8(body.bytes())) {
      return PublishEvents.refused("The request body is not valid UTF-8.");
    }
    JsonToken first = parser.nextToken();
    PublishBody.Format format = body.format();
    int count = 0;
    if (format == PublishBody.Format.CLOUDEVENT_DATA) {
      add(Envelope.read(body.attributes(), parser, body.bytes()), "", "");
      count = 1;
    } else if (first == null) {
      return PublishEvents.refused(
          FaultCode.MISSING_REQUEST_BODY, "The request must have a JSON body.");
    } else if (first == JsonToken.START_OBJECT && format.mayBeObject()) {
      readEvent("", "");
      count = 1;
    } else if (first == JsonToken.START_ARRAY && format.mayBeArray()) {
      count = readArray();
    }
    if (count == 0 || count > MAX_EVENTS || parser.nextToken() != null) {
      return PublishEvents.refused(
          "The request body must be " + format.shape() + ", and nothing else.");
    }
    return new PublishEvents(format.form(), events, faults.all());
  }

  /**
   * Reads an array, and returns the number of its elements. If there are more than the maximum,
   * does not read them and returns one more than the maximum.
   */
  private int readArray() throws IOException {
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY && count++ < MAX_EVENTS) {
      String element = "[" + (count - 1) + "]";
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        readEvent(element, element + ".");
      } else {
        parser.skipChildren();
        faults.add(
            Fault.of(FaultCode.INVALID_REQUEST_BODY, element, "An event must be a JSON object."));
      }
    }
    return count;
  }

  /**
   * Reads an event.
   *
   * @param target the target of faults of the whole event; empty if it is the whole body
   * @param prefix the prefix of the targets of faults of its properties
   */
  private void readEvent(String target, String prefix) throws IOException {
    add(Envelope.read(body.format().form(), parser, body.bytes()), target, prefix);
  }

  private void add(Envelope envelope, String target, String prefix) {
    envelope.refuseUnknown();
    rules.event(envelope, Ids::next).ifPresent(event -> events.put(prefix, event));
    for (Fault fault : envelope.faults().all()) {
      String faultTarget = fault.target().map(name -> prefix + name).orElse(target);
      faults.add(
          faultTarget.isEmpty()
              ? Fault.ofBody(fault.code(), fault.message())
              : Fault.of(fault.code(), faultTarget, fault.message()));
    }
  }

  /**
   * Returns whether the bytes are valid UTF-8. The parser does not check the parts that it skips.
   */
  static boolean isUtf8(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(CHUNK);
    CoderResult result;
    do {
      out.clear();
      result = decoder.decode(in, out, true);
    } while (result.isOverflow());
    return !result.isError();
  }
}
