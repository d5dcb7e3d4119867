package webhooks.delivery.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.delivery.send.sender.TestDelivery;
import webhooks.domain.address.Origin;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.event.EventPayload;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.request.RequestContent;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.TestSubscription;

/** The memory of bodies that are larger than their events, and the address in CloudEvents. */
class RequestContentsTest {
  private static final URI PUBLIC_URL = URI.create("https://hooks.example.com/webhooks");

  private static final LeasedDelivery DELIVERY =
      TestDelivery.of(
          new String(
              new EventPayload("{\"a\":1}".getBytes(UTF_8), "2026-10-02T14:55:00Z")
                  .bodyBeginning(TestDelivery.MESSAGE, "iModels.iModelCreated.v1", "account"),
              UTF_8));

  private static final int ADDED = 1000;

  private static final Map<String, Object> LARGE =
      Map.of("mode", "template", "template", "x".repeat(DELIVERY.body().length + ADDED - 2));

  private final RequestContents contents = new RequestContents(Optional.of(PUBLIC_URL), 2 * ADDED);

  private static RunningAttempt attempt() {
    return new RunningAttempt(Clock.systemUTC(), Duration.ofSeconds(5), false);
  }

  private static SendableWebhook webhook(String account, Map<String, Object> format) {
    WebhookOptions options =
        new ChangeOptions(Map.of("format", format), true, List.of())
            .applyTo(WebhookOptions.NONE, new Origin("https://receiver.example:443"));
    return new SendableWebhook(TestSubscription.of(UUID.randomUUID(), account, 1, true), options);
  }

  private Optional<RequestContent> make(RunningAttempt attempt, String account) {
    return contents.make(attempt, DELIVERY, webhook(account, LARGE));
  }

  @Test
  void attemptWithoutMemoryIsExcused() throws Exception {
    assertThat(make(attempt(), "a")).isPresent();
    assertThat(make(attempt(), "b")).isPresent();
    RunningAttempt third = attempt();

    assertThat(make(third, "c")).isEmpty();

    assertThat(third.result().get().nodeWasBusy()).isTrue();
    assertThat(contents.make(attempt(), DELIVERY, webhook("c", Map.of("mode", "itwin"))))
        .isPresent();
  }

  @Test
  void endOfAttemptFreesMemory() {
    RunningAttempt first = attempt();
    assertThat(make(first, "a")).isPresent();
    assertThat(make(attempt(), "b")).isPresent();

    first.cancelled();

    assertThat(make(attempt(), "a")).isPresent();
  }

  @Test
  void accountLeavesMemoryToOthers() {
    assertThat(make(attempt(), "a")).isPresent();

    assertThat(make(attempt(), "a")).isEmpty();
    assertThat(make(attempt(), "b")).isPresent();
  }

  @Test
  void sourceOfCloudEventBeginsWithPublicUrl() {
    RequestContent content =
        contents
            .make(attempt(), DELIVERY, webhook("a", Map.of("mode", "cloudevents-structured")))
            .orElseThrow();

    assertThat(new String(content.body(), UTF_8))
        .contains("\"source\":\"https://hooks.example.com/webhooks/itwins/account\"");
  }
}
