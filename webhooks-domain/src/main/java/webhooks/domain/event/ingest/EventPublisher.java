package webhooks.domain.event.ingest;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.node.RunningNode;
import webhooks.domain.trace.TraceContext;

/**
 * Publishes the events of an HTTP request. The caller may publish for every account.
 *
 * <p>Starts no transaction itself: after a conflict with another request it retries in a new
 * transaction, and it notifies the node after the commit. Each request needs many times its size in
 * memory, so the caller limits their total size. Safe for several threads.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EventPublisher {
  @EJB private EventIngest events;
  @Inject private EventReader reader;
  @Inject private RunningNode node;

  /** Creates the bean, for the container. */
  public EventPublisher() {}

  /** Creates the use case, for tests without a container. */
  EventPublisher(EventIngest events, EventReader reader, RunningNode node) {
    this.events = events;
    this.reader = reader;
    this.node = node;
  }

  /**
   * Stores all events of the body with their deliveries, or none of them.
   *
   * @param body the request body: one event, or an array of 1 to 1,000
   * @param trace the trace that came with the request, if any; it is that of all its events
   * @throws Refusal {@code InvalidEventsRequest} with all faults
   * @throws DatabaseFailure if the database does not answer; nothing was stored then, unless only
   *     the answer to the commit was lost
   */
  public PublishResult publish(Caller by, byte[] body, Optional<TraceContext> trace) {
    by.require(TokenScope.PUBLISH);
    PublishEvents request = reader.readRequest(body).in(trace);
    if (request.events().isEmpty()) {
      request.refuseIfFaulty(List.of());
    }
    IngestResult accepted = DatabaseFailure.retryOnConflict(() -> events.publish(request));
    node.get().ifPresent(running -> running.backlogGrew(accepted.withBacklog()));
    int duplicates = accepted.duplicates();
    return new PublishResult(request.events().size() - duplicates, duplicates);
  }
}
