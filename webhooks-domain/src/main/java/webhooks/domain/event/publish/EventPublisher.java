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
import webhooks.domain.event.PublishBody;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.event.ingest.PublishResult;
import webhooks.domain.trace.TraceContext;

/**
 * Publishes the events of an HTTP request. The caller may publish for every account.
 *
 * <p>Does not block: {@link RequestIngest} stores the events of several requests together. Each
 * request needs many times its size in memory, so the caller limits the total size of the requests.
 * Safe for several threads.
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
   * @param trace the trace that came with the request, if any; its events without a trace of their
   *     own get it
   * @return completed when the events are durable; or exceptionally, with a {@link Refusal}, for
   *     example if the node stops, or with the failure of the transaction, such as a {@link
   *     webhooks.domain.database.DatabaseFailure}. Nothing was stored then, unless the answer to
   *     the commit was lost or late. Its actions must not block
   * @throws Refusal {@code InvalidEventsRequest} with all faults of a body without a good event;
   *     {@code ServiceUnavailable} if too many events wait
   */
  public CompletionStage<PublishResult> publish(
      Caller by, PublishBody body, Optional<TraceContext> trace) {
    by.require(TokenScope.PUBLISH);
    PublishEvents request = reader.readRequest(body).withTrace(trace);
    if (request.events().isEmpty()) {
      request.refuseIfFaulty(List.of());
    }
    return requests.publish(request, body.bytes().length, by.limitKey());
  }
}
