package webhooks.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import webhooks.domain.access.Caller;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.PublishBody;
import webhooks.domain.event.ingest.PublishResult;
import webhooks.domain.event.publish.EventPublisher;
import webhooks.domain.trace.TraceContext;

/** Accepts every body that is not empty, and keeps the last one. */
final class FakePublisher extends EventPublisher {
  PublishBody body;
  Optional<TraceContext> trace;

  /** With what publishing fails after the request's thread has ended, if it fails. */
  Optional<RuntimeException> failure = Optional.empty();

  void reset() {
    body = null;
    failure = Optional.empty();
  }

  @Override
  public CompletionStage<PublishResult> publish(
      Caller by, PublishBody given, Optional<TraceContext> givenTrace) {
    body = given;
    trace = givenTrace;
    if (given.bytes().length == 0) {
      throw new Refusal(
          ErrorCode.INVALID_EVENTS_REQUEST,
          "message",
          List.of(Fault.ofBody(FaultCode.MISSING_REQUEST_BODY, "message")));
    }
    return failure
        .<CompletionStage<PublishResult>>map(CompletableFuture::failedFuture)
        .orElseGet(() -> CompletableFuture.completedFuture(new PublishResult(2, 1)));
  }
}
