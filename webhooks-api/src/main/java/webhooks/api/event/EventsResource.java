package webhooks.api.event;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import webhooks.api.http.BodyType;
import webhooks.api.http.MaxBodySize;
import webhooks.api.http.response.JsonResponse;
import webhooks.api.security.CurrentCaller;
import webhooks.api.security.RequiresScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.event.PublishBody;
import webhooks.domain.event.PublishBody.Format;
import webhooks.domain.event.ingest.PublishResult;
import webhooks.domain.event.publish.EventPublisher;
import webhooks.domain.task.ManagedTasks;
import webhooks.domain.trace.TraceContext;

/** Accepts events from publishers that do not use the broker. */
@Path("events")
@ApplicationScoped
public class EventsResource {
  @EJB private ManagedTasks tasks;

  private final EventPublisher publisher;
  private Executor answerThreads;
  private final CurrentCaller caller;

  /** Creates the bean's proxy, for the container. */
  public EventsResource() {
    this(null, null);
  }

  /** Creates the resource. */
  @Inject
  public EventsResource(EventPublisher publisher, CurrentCaller caller) {
    this.publisher = publisher;
    this.caller = caller;
  }

  /**
   * Keeps the executor, so that requests do not call the EJB: each call of one costs as much as
   * reading a small event.
   */
  @PostConstruct
  void holdExecutor() {
    answerThreads = tasks.forShortTasks();
  }

  /**
   * Accepts one event or an array of events, or CloudEvents in each mode of their HTTP binding, and
   * answers when they are durable.
   *
   * <p>The request holds no thread while its events are stored. The answer, which fits into the
   * buffers of its connection, is written on a thread of the product's tasks.
   */
  @POST
  @RequiresScope(TokenScope.PUBLISH)
  @MaxBodySize(MaxBodySize.LARGEST)
  @BodyType.TakesCloudEvents
  public CompletionStage<Response> publish(@Context HttpHeaders headers, byte[] body) {
    return publisher
        .publish(caller.get(), body(headers, body), trace(headers))
        // Continues on another thread, also after a failure, which thenApplyAsync would not do.
        .whenCompleteAsync((result, failure) -> {}, answerThreads)
        .thenApply(EventsResource::response);
  }

  private static PublishBody body(HttpHeaders headers, byte[] bytes) {
    return switch (BodyType.of(headers)) {
      case CLOUDEVENT -> new PublishBody(Format.CLOUDEVENT, bytes);
      case CLOUDEVENT_BATCH -> new PublishBody(Format.CLOUDEVENT_BATCH, bytes);
      default ->
          headers.getHeaderString(BodyType.VERSION_HEADER) == null
              ? PublishBody.ofITwinEvents(bytes)
              : new PublishBody(CloudEventHeaders.attributes(headers), bytes);
    };
  }

  private static Response response(PublishResult published) {
    return JsonResponse.of(
        Status.ACCEPTED,
        JSON.createObjectBuilder()
            .add("accepted", published.accepted())
            .add("duplicates", published.duplicates())
            .build());
  }

  /** Returns the trace of the request. A second {@code traceparent} makes it ambiguous. */
  private static Optional<TraceContext> trace(HttpHeaders headers) {
    return TraceContext.parse(
        headers.getHeaderString(TraceContext.TRACEPARENT),
        headers.getHeaderString(TraceContext.TRACESTATE));
  }
}
