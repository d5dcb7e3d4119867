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
import java.util.UUID;
import java.util.function.Supplier;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.id.Ids;

/** Reads the JSON of events from messages and requests. */
@ApplicationScoped
public class EventReader {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          // Only UTF-8 is read, because the content is copied from the bytes of the body.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // One number or name may fill the whole content.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Envelope.MAX_CONTENT_BYTES)
                  .maxNameLength(Envelope.MAX_CONTENT_BYTES)
                  .build())
          .build();

  private EventRules rules;

  /** Creates the bean, for the container. */
  protected EventReader() {}

  /** Creates a reader that accepts the types of the catalogue. */
  @Inject
  public EventReader(EventTypes catalogue, Clock clock) {
    this.rules = new EventRules(catalogue, clock);
  }

  /**
   * Reads one event of a message without a content type: an iTwin event, or a CloudEvent in
   * structured mode, which has a {@code specversion} and no {@code eventType}. Ignores unknown
   * properties of an iTwin event.
   *
   * @param json the bytes of the message, valid UTF-8
   * @param ownId returns the id of an event that has no message id
   * @throws InvalidEventException with the first fault, if the event can never be accepted
   */
  public Event read(byte[] json, Supplier<UUID> ownId) {
    Envelope envelope = envelope(json, EventForm.ITWIN);
    return envelope.isCloudEvent() ? readCloudEvent(json) : event(envelope, ownId);
  }

  /**
   * Reads one CloudEvent in structured mode.
   *
   * @param json the bytes of the message, valid UTF-8
   * @throws InvalidEventException with the first fault, if the event can never be accepted
   */
  public Event readCloudEvent(byte[] json) {
    return cloudEvent(envelope(json, EventForm.CLOUDEVENTS));
  }

  /**
   * Reads one CloudEvent in binary mode.
   *
   * @param data the bytes of the message, valid UTF-8
   * @throws InvalidEventException with the first fault, if the event can never be accepted
   */
  public Event readCloudEvent(CloudEventAttributes attributes, byte[] data) {
    return cloudEvent(
        parsed(
            data,
            parser -> {
              parser.nextToken();
              return Envelope.read(attributes, parser, data);
            }));
  }

  private Event cloudEvent(Envelope envelope) {
    envelope.refuseUnknown();
    // Never used, because an event without an id is refused.
    return event(envelope, Ids::next);
  }

  private Event event(Envelope envelope, Supplier<UUID> ownId) {
    return rules
        .event(envelope, ownId)
        .orElseThrow(() -> new InvalidEventException(envelope.faults().all().get(0).message()));
  }

  private static Envelope envelope(byte[] json, EventForm form) {
    return parsed(
        json,
        parser -> {
          if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidEventException("The message is not a JSON object.");
          }
          return Envelope.read(form, parser, json);
        });
  }

  /** Reads an envelope from the beginning of a message. */
  @FunctionalInterface
  private interface EnvelopeParser {
    Envelope read(JsonParser parser) throws IOException;
  }

  private static Envelope parsed(byte[] message, EnvelopeParser reading) {
    try (JsonParser parser = JSON.createParser(message)) {
      Envelope envelope = reading.read(parser);
      if (parser.nextToken() != null) {
        throw new InvalidEventException("The message has text after its JSON object.");
      }
      return envelope;
    } catch (JsonProcessingException e) {
      // The parser's message is not used, because it quotes the payload.
      throw new InvalidEventException("The message is not JSON, or nested too deep.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a request to test a webhook. Collects all faults. A body without bytes and {@code null}
   * count as an empty object.
   */
  public TestEvent readTest(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      JsonToken first = parser.nextToken();
      if (!PublishRequestReader.isUtf8(body)) {
        return TestEvent.refused("The request body is not valid UTF-8.");
      }
      if (body.length == 0 || first == JsonToken.VALUE_NULL && parser.nextToken() == null) {
        return TestEvent.DEFAULT;
      }
      if (first != JsonToken.START_OBJECT) {
        return TestEvent.refused("The request body must be one JSON object and nothing else.");
      }
      Envelope envelope = Envelope.read(EventForm.ITWIN, parser, body);
      if (parser.nextToken() != null) {
        return TestEvent.refused("The request body must be one JSON object and nothing else.");
      }
      rules.checkTest(envelope);
      return new TestEvent(
          envelope.text(EventProperty.EVENT_TYPE), envelope.content(), envelope.faults().all());
    } catch (JsonProcessingException e) {
      return TestEvent.refused("The request body is not valid JSON, or is nested too deeply.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a request to publish. Collects the faults of all events. If the body as a whole is
   * invalid, returns only that fault.
   */
  public PublishEvents readRequest(PublishBody body) {
    try (JsonParser parser = JSON.createParser(body.bytes())) {
      return new PublishRequestReader(rules, parser, body).read();
    } catch (JsonProcessingException e) {
      return PublishEvents.refused("The request body is not valid JSON, or is nested too deeply.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
