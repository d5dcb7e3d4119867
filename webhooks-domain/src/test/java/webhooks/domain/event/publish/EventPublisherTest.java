package webhooks.domain.event.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.PublishBody;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.event.ingest.PublishResult;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.trace.TraceContext;

class EventPublisherTest {
  private static final Caller PUBLISHER = Callers.application("publisher");
  private static final String GOOD =
      "{\"eventType\":\"iModels.changesReady.v1\",\"accountId\":\"a\",\"content\":{}}";

  private final EventReader reader =
      new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC());
  private final List<PublishEvents> published = new ArrayList<>();
  private final EventPublisher publisher =
      new EventPublisher(
          reader,
          new RequestIngest() {
            @Override
            public CompletableFuture<PublishResult> publish(
                PublishEvents request, int bodyBytes, LimitKey by) {
              published.add(request);
              return CompletableFuture.completedFuture(new PublishResult(1, 0));
            }
          });

  @Test
  void passesTheEventsToTheNodeInTheirTrace() throws Exception {
    Optional<TraceContext> trace =
        TraceContext.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null);

    PublishResult result =
        publisher.publish(PUBLISHER, body(GOOD), trace).toCompletableFuture().get();

    assertThat(result).isEqualTo(new PublishResult(1, 0));
    assertThat(published)
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.events().values())
                    .singleElement()
                    .satisfies(event -> assertThat(event.trace()).isEqualTo(trace)));
  }

  @Test
  void refusesABodyWithoutGoodEventAtOnce() {
    for (String body : new String[] {"", "[]", "{}", "[1]"}) {
      assertThatThrownBy(() -> publisher.publish(PUBLISHER, body(body), Optional.empty()))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_EVENTS_REQUEST));
    }
    assertThat(published).isEmpty();
  }

  private static PublishBody body(String text) {
    return PublishBody.ofITwinEvents(text.getBytes(StandardCharsets.UTF_8));
  }
}
