package webhooks.delivery.intake;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.dispatch.DeliveryDispatcher;
import webhooks.delivery.dispatch.Reservation;
import webhooks.delivery.intake.message.MessageReader;
import webhooks.delivery.worker.Backoff;
import webhooks.delivery.worker.FailureLog;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.InvalidEventException;
import webhooks.domain.event.ingest.EventIngest;
import webhooks.domain.event.ingest.IngestResult;

/**
 * Stores the events of a batch of messages in the database, and passes the deliveries that are
 * leased to this node to the dispatcher.
 *
 * <p>While the database does not answer, it waits and tries again, so the call returns only when
 * each event is stored, rejected or postponed; it fails if the node stops. Two kinds of failures
 * make it store the messages one by one: the database refuses the batch because of its data, or the
 * batch fails twice for a reason that is not temporary, for example because its transaction took
 * too long. Each try is a transaction of its own; a batch with very many deliveries needs several
 * transactions. For one thread.
 */
public final class MessageIngest {
  private static final Logger LOG = Logger.getLogger(MessageIngest.class.getName());

  /**
   * The number of tries after which a message that can't be read, or an event that the database
   * refuses, is rejected.
   */
  private static final int MAX_TRIES = 3;

  /** The first failure may be an outage that has no SQLSTATE; a smaller batch would not help. */
  private static final int MAX_TRIES_OF_BATCH = 2;

  private static final Duration RETRY_DELAY = Duration.ofMillis(250);
  private static final String UNKNOWN_ACCOUNT = "The account of the event's iTwin is not known.";

  /**
   * How long a batch waits for room: short, because slow receivers may occupy some of the slots.
   */
  private static final Duration MAX_PAUSE = Duration.ofMillis(50);

  private final EventIngest events;
  private final MessageReader reader;
  private final DeliveryDispatcher dispatcher;
  private final StopSignal stop;
  private final List<Duration> delays;

  /** Creates the ingest of one consumer. */
  public MessageIngest(
      EventIngest events, EventReader reader, DeliveryDispatcher dispatcher, StopSignal stop) {
    this(events, reader, dispatcher, stop, PostponedMessage.DELAYS);
  }

  /**
   * Creates the ingest of one consumer.
   *
   * @param delays how long an event of an unknown iTwin is postponed each time
   */
  MessageIngest(
      EventIngest events,
      EventReader reader,
      DeliveryDispatcher dispatcher,
      StopSignal stop,
      List<Duration> delays) {
    this.delays = delays;
    this.stop = stop;
    this.events = events;
    this.reader = new MessageReader(reader);
    this.dispatcher = dispatcher;
  }

  private record Received(Message message, Event event) {}

  /**
   * The messages of a batch that are not stored.
   *
   * @param rejected the messages that can never be accepted
   * @param postponed the messages to receive again later
   */
  record NotStored(List<RejectedMessage> rejected, List<PostponedMessage> postponed) {}

  /** Waits for a moment while few slots of this node are free or a backlog waits for them. */
  void awaitRoom() throws InterruptedException {
    dispatcher.leases().signals().awaitRoom(MAX_PAUSE);
  }

  /**
   * Stores the valid events with their deliveries, and sends the deliveries leased to this node.
   *
   * @return the messages that are not stored, for the caller to reject or to send back
   * @throws JMSException if a message can't be read from the broker
   * @throws IllegalStateException if the node stops; the caller must not acknowledge anything
   */
  NotStored store(List<Message> messages) throws JMSException {
    List<RejectedMessage> rejected = new ArrayList<>();
    List<Received> received = new ArrayList<>();
    for (Message message : messages) {
      try {
        received.add(new Received(message, readWithRetries(message)));
      } catch (InvalidEventException e) {
        rejected.add(new RejectedMessage(message, e.getMessage()));
      } catch (RuntimeException e) {
        if (stop.isSet()) {
          throw new IllegalStateException("Stopped before the events were read", e);
        }
        // Only this message fails, so only this message is rejected.
        rejected.add(new RejectedMessage(message, "The message can't be read.", Optional.of(e)));
      }
    }
    List<Received> unknown = new ArrayList<>();
    storeAll(received, rejected, unknown, new HashMap<>());
    return new NotStored(rejected, postponed(unknown, rejected));
  }

  /**
   * Postpones events of unknown iTwins, because another consumer or node may still store the
   * creation of their iTwins. Rejects events that were postponed often enough, and all of them if
   * the local directory is not used: then an unknown iTwin can't become known.
   */
  private List<PostponedMessage> postponed(List<Received> unknown, List<RejectedMessage> rejected)
      throws JMSException {
    List<PostponedMessage> postponed = new ArrayList<>();
    for (Received one : unknown) {
      int count = PostponedMessage.count(one.message());
      if (count < delays.size() && events.keepsDirectory()) {
        postponed.add(new PostponedMessage(one.message(), delays.get(count)));
      } else {
        rejected.add(new RejectedMessage(one.message(), UNKNOWN_ACCOUNT));
      }
    }
    return postponed;
  }

  /** Reads a message, and tries again after a failure that may be temporary. */
  private Event readWithRetries(Message message) throws JMSException {
    for (int tries = 1; ; tries++) {
      try {
        return reader.read(message);
      } catch (InvalidEventException e) {
        throw e;
      } catch (RuntimeException e) {
        if (tries == MAX_TRIES) {
          throw e;
        }
        stop.await(RETRY_DELAY);
      }
    }
  }

  private void storeAll(
      List<Received> batch,
      List<RejectedMessage> rejected,
      List<Received> unknown,
      Map<UUID, String> formerAccounts) {
    Backoff backoff = new Backoff(stop);
    List<Received> rest = batch;
    int refused = 0;
    int failed = 0;
    while (!rest.isEmpty()) {
      if (stop.isSet()) {
        throw new IllegalStateException("Stopped before the events were stored");
      }
      try {
        rest = storeFirst(rest, unknown, formerAccounts);
        backoff.reset();
        failed = 0;
      } catch (RuntimeException e) {
        if (DatabaseFailure.isDataError(e)) {
          refused++;
        } else {
          logWaiting(backoff, e);
          failed += DatabaseFailure.isTemporary(e) ? 0 : 1;
        }
        if (rest.size() > 1 && (refused > 0 || failed >= MAX_TRIES_OF_BATCH)) {
          rest.forEach(one -> storeAll(List.of(one), rejected, unknown, formerAccounts));
          return;
        }
        if (refused == MAX_TRIES) {
          rejected.add(
              new RejectedMessage(
                  rest.get(0).message(), "The database refused the event.", Optional.of(e)));
          return;
        }
        backoff.pause();
      }
    }
  }

  private static void logWaiting(Backoff backoff, RuntimeException failure) {
    FailureLog.log(
        LOG,
        backoff.isFresh() ? Level.WARNING : Level.FINE,
        "Events can't be stored for the moment; intake waits",
        failure);
  }

  /**
   * Stores the first messages of a batch in one transaction, all of them unless they have very many
   * deliveries.
   *
   * @param unknown gets the messages whose account is not known; they are not stored
   * @param formerAccounts the accounts of iTwins that the batch has removed; gets more of them
   * @return the messages for the next transaction
   */
  private List<Received> storeFirst(
      List<Received> batch, List<Received> unknown, Map<UUID, String> formerAccounts) {
    IngestResult accepted;
    try (Reservation reservation = new Reservation(dispatcher.leases())) {
      List<Event> given = batch.stream().map(Received::event).toList();
      accepted = events.accept(given, formerAccounts, reservation);
      dispatcher.send(accepted.deliveries(), reservation);
    }
    formerAccounts.putAll(accepted.formerAccounts());
    dispatcher.addBacklogs(accepted.withBacklog());
    batch.stream()
        .limit(accepted.processed())
        .filter(one -> accepted.withoutAccount().contains(one.event()))
        .forEach(unknown::add);
    return batch.subList(accepted.processed(), batch.size());
  }
}
