package webhooks.domain.event.publish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.event.ingest.PublishResult;
import webhooks.domain.trace.TraceContext;

/**
 * Publishes the events of an HTTP request. The caller may publish for every account.
 *
 * <p>Waits for nothing: {@link RequestIngest} stores the events of several requests together. Each
 * request needs many times its size in memory, so the caller limits their total size. Safe for
 * several threads.
 */
@ApplicationScoped
public class EventPublisher {
  private EventReader reader;
  private RequestIngest requests;

  /** Creates the bean's proxy, for the container. */
  protected EventPublisher() {}

  /** Creates the use case. */
  @Inject
  public EventPublisher(EventReader reader, RequestIngest requests) {
    this.reader = reader;
    this.requests = requests;
  }

  /**
   * Stores all events of the body with their deliveries, or none of them.
   *
   * @param body the request body: one event, or an array of 1 to 1,000
   * @param trace the trace that came with the request, if any; it is that of all its events
   * @return completed when the events are durable; or exceptionally, with a {@link Refusal} or a
   *     {@link webhooks.domain.database.DatabaseFailure}: nothing was stored then, unless the
   *     answer to the commit was lost or late. Its actions must not block
   * @throws Refusal {@code InvalidEventsRequest} with all faults of a body without a good event, or
   *     {@code ServiceUnavailable} if too many events wait or the node stops
   */
  public CompletionStage<PublishResult> publish(
      Caller by, byte[] body, Optional<TraceContext> trace) {
    by.require(TokenScope.PUBLISH);
    PublishEvents request = reader.readRequest(body).in(trace);
    if (request.events().isEmpty()) {
      request.refuseIfFaulty(List.of());
    }
    return requests.publish(request, body.length, by.limitKey());
  }
}
