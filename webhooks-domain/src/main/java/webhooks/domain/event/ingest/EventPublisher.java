package webhooks.domain.event.ingest;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.queue.BacklogNotifier;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.PublishEvents;

/**
 * Publishes the events of an HTTP request; the caller is trusted for every account.
 *
 * <p>Without a transaction of its own: a conflict with another request is retried in a new
 * transaction, and the dispatcher is notified after the commit. Safe for several threads; of
 * requests that are large only a few are taken at a time, since each needs many times its size in
 * memory.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EventPublisher {
  private static final int MAX_BYTES_AT_ONCE = 32 * 1024 * 1024;

  private final Semaphore room = new Semaphore(MAX_BYTES_AT_ONCE, true);
  private Duration maxWait = Duration.ofSeconds(5);

  @EJB private EventIngest events;
  @Inject private EventReader reader;
  @Inject private BacklogNotifier notifier;

  /** Creates the bean; for the container. */
  public EventPublisher() {}

  /** Creates the use case; for tests without a container. */
  EventPublisher(
      EventIngest events, EventReader reader, BacklogNotifier notifier, Duration maxWait) {
    this.maxWait = maxWait;
    this.events = events;
    this.reader = reader;
    this.notifier = notifier;
  }

  /**
   * Stores all events of the body with their deliveries, or none.
   *
   * @param body the request's body: one event, or an array of 1 to 1,000
   * @throws Refusal {@code InvalidEventsRequest} with all faults; {@code ServiceUnavailable} if too
   *     much is being published at the moment
   * @throws DatabaseFailure if the database does not answer; nothing was stored then, unless its
   *     answer was lost
   */
  public PublishResult publish(byte[] body) {
    if (!takeRoom(body.length)) {
      throw new Refusal(
          ErrorCode.SERVICE_UNAVAILABLE, "Too much is being published. Try again later.");
    }
    try {
      PublishEvents request = reader.readRequest(body);
      if (request.events().isEmpty()) {
        request.refuseIfFaulty();
      }
      IngestResult accepted = DatabaseFailure.retryOnConflict(() -> events.publish(request));
      notifier.backlogGrew(accepted.withBacklog());
      int duplicates = accepted.duplicates();
      return new PublishResult(request.events().size() - duplicates, duplicates);
    } finally {
      room.release(body.length);
    }
  }

  private boolean takeRoom(int bytes) {
    try {
      return room.tryAcquire(bytes, maxWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // The server takes its threads back.
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
