package webhooks.delivery.intake;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.dispatch.DeliveryDispatcher;
import webhooks.delivery.dispatch.Reservation;
import webhooks.delivery.worker.Backoff;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.InvalidEventException;
import webhooks.domain.event.ingest.EventIngest;
import webhooks.domain.event.ingest.IngestResult;
import webhooks.domain.id.Ids;

/**
 * Makes a batch of messages durable in the database, however long that takes.
 *
 * <p>A failure that may pass, such as a database that is away, is waited out; one that lies in the
 * data is narrowed down message by message to the one that causes it.
 */
public final class MessageIngest {
  private static final Logger LOG = Logger.getLogger(MessageIngest.class.getName());
  private static final int TRIES_ALONE = 3;
  private static final Duration MOMENT = Duration.ofMillis(250);

  /** Larger than any valid event; such a message is not even read. */
  private static final int MOST_BYTES = 1024 * 1024;

  private final EventIngest events;
  private final EventReader reader;
  private final DeliveryDispatcher deliveries;
  private final StopSignal stop;

  /** Creates the acceptance of one intake loop. */
  public MessageIngest(
      EventIngest events, EventReader reader, DeliveryDispatcher deliveries, StopSignal stop) {
    this.stop = stop;
    this.events = events;
    this.reader = reader;
    this.deliveries = deliveries;
  }

  private record Received(Message message, Event event) {}

  /**
   * Stores what is valid, with its deliveries, and hands these on to be sent.
   *
   * @return what can never be accepted, for the caller to set aside
   * @throws JMSException if a message can't be read from the broker
   * @throws IllegalStateException if it is time to stop; nothing may be acknowledged then
   */
  List<RejectedMessage> accept(List<Message> messages) throws JMSException {
    List<RejectedMessage> rejected = new ArrayList<>();
    List<Received> received = new ArrayList<>();
    for (Message message : messages) {
      try {
        received.add(new Received(message, readPatiently(message)));
      } catch (InvalidEventException e) {
        rejected.add(new RejectedMessage(message, e.getMessage()));
      } catch (RuntimeException e) {
        if (stop.isSet()) {
          throw new IllegalStateException("Stopped before the events were read", e);
        }
        // Of this message alone: it must not hold up its neighbours for ever.
        LOG.log(Level.WARNING, "A message can't be read", e);
        rejected.add(new RejectedMessage(message, "The message can't be read."));
      }
    }
    List<Received> unknown = new ArrayList<>();
    store(received, rejected, unknown);
    if (!unknown.isEmpty()) {
      // The news of their iTwins may have come at the same moment, to the other loop or node.
      stop.await(MOMENT);
      List<Received> again = List.copyOf(unknown);
      unknown.clear();
      store(again, rejected, unknown);
    }
    for (Received one : unknown) {
      rejected.add(
          new RejectedMessage(one.message(), "The account of the event's iTwin is not known."));
    }
    return rejected;
  }

  /** A failure that is not told as the message's own may be the server's, and pass. */
  private Event readPatiently(Message message) throws JMSException {
    for (int tries = 1; ; tries++) {
      try {
        return read(message);
      } catch (InvalidEventException e) {
        throw e;
      } catch (RuntimeException e) {
        if (tries == TRIES_ALONE) {
          throw e;
        }
        stop.await(MOMENT);
      }
    }
  }

  private Event read(Message message) throws JMSException {
    byte[] json = json(message);
    String messageId = ProducerMessageId.of(message);
    return reader.read(json, () -> messageId == null ? Ids.next() : Ids.named(messageId));
  }

  private static byte[] json(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      String json = text.getText();
      return checked((json == null ? "" : json).getBytes(StandardCharsets.UTF_8));
    }
    if (message instanceof BytesMessage bytes) {
      if (bytes.getBodyLength() > MOST_BYTES) {
        throw new InvalidEventException("The message is larger than 1 MiB.");
      }
      byte[] json = new byte[(int) bytes.getBodyLength()];
      bytes.reset();
      bytes.readBytes(json);
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
      } catch (CharacterCodingException e) {
        throw new InvalidEventException("The message is not UTF-8.");
      }
      return json;
    }
    throw new InvalidEventException("The message is neither a text nor a bytes message.");
  }

  private static byte[] checked(byte[] json) {
    if (json.length > MOST_BYTES) {
      throw new InvalidEventException("The message is larger than 1 MiB.");
    }
    return json;
  }

  private void store(List<Received> batch, List<RejectedMessage> rejected, List<Received> unknown) {
    Backoff backoff = new Backoff(stop);
    int refused = 0;
    while (!batch.isEmpty()) {
      try {
        unknown.addAll(storeOnce(batch));
        return;
      } catch (RuntimeException e) {
        if (!DatabaseFailure.isDataError(e)) {
          LOG.log(
              backoff.isFresh() ? Level.WARNING : Level.FINE,
              "Events can't be stored for the moment, intake waits",
              e);
        } else if (batch.size() > 1) {
          for (Received one : batch) {
            store(List.of(one), rejected, unknown);
          }
          return;
        } else if (++refused == TRIES_ALONE) {
          LOG.log(Level.WARNING, "The database refused an event", e);
          rejected.add(
              new RejectedMessage(batch.get(0).message(), "The database refused the event."));
          return;
        }
        backoff.pause();
        if (stop.isSet()) {
          throw new IllegalStateException("Stopped before the events were stored", e);
        }
      }
    }
  }

  /** Returns those whose account is not known, of which nothing was stored. */
  private List<Received> storeOnce(List<Received> batch) {
    IngestResult accepted;
    try (Reservation reservation = new Reservation(deliveries.slots())) {
      accepted = events.accept(batch.stream().map(Received::event).toList(), reservation);
      deliveries.send(accepted.deliveries(), reservation);
    }
    deliveries.waiting(accepted.withBacklog());
    return batch.stream()
        .filter(one -> one.event().accountId().isEmpty())
        .filter(one -> accepted.withoutAccount().contains(one.event().id()))
        .toList();
  }
}
