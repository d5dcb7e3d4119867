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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import webhooks.domain.catalogue.EventTypes;

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
   * Reads one event. Ignores unknown properties.
   *
   * @param json the bytes of the message, valid UTF-8
   * @param ownId returns the id of an event that has no message id
   * @throws InvalidEventException with the first fault, if the event can never be accepted
   */
  public Event read(byte[] json, Supplier<UUID> ownId) {
    Envelope envelope = envelope(json);
    Optional<Event> event = rules.event(envelope, ownId);
    return event.orElseThrow(
        () -> new InvalidEventException(envelope.faults().all().get(0).message()));
  }

  private static Envelope envelope(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidEventException("The message is not a JSON object.");
      }
      Envelope envelope = Envelope.read(parser, json);
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
   * Reads a request to publish: one event, or an array of 1 to 1,000. Collects the faults of all
   * events. If the body as a whole is invalid, returns only that fault.
   *
   * @param body the bytes of the body; empty if the request has none
   */
  public PublishEvents readRequest(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      return new PublishRequestReader(rules, parser, body).read();
    } catch (JsonProcessingException e) {
      return PublishEvents.refused("The request body is not valid JSON, or is nested too deeply.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
