package webhooks.domain.delivery.history.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.history.state.WebhookStateRepository.Holds;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.pause.PauseView;
import webhooks.domain.webhook.revision.ExplainedWebhook;
import webhooks.domain.webhook.revision.Revision;
import webhooks.domain.webhook.revision.VisibleEvents;
import webhooks.domain.webhook.revision.WebhookSettings;

/** Whether a webhook works, in one word. */
class WebhookHealthTest {
  private static final Instant SINCE = Instant.parse("2026-10-02T14:55:00Z");
  private static final Instant FAILING = SINCE.plusSeconds(10);
  private static final Instant PAUSED = SINCE.plusSeconds(20);
  private static final Instant UNTIL = SINCE.plusSeconds(90);
  private static final Holds FREE = new Holds(Optional.empty(), false);

  private Optional<BlockKind> block = Optional.empty();
  private PauseView pause = PauseView.NONE;
  private Optional<String> deactivation = Optional.empty();
  private boolean active = true;
  private Holds holds = FREE;
  private WebhookState state = WebhookState.NONE;

  private static WebhookState failing(AttemptError error) {
    return new WebhookState(
        2,
        Optional.of(FAILING),
        Optional.of(new LastFailure(FAILING, OptionalInt.empty(), error, Optional.empty())),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private WebhookHealth health() {
    WebhookSettings settings =
        new WebhookSettings(
            WebhookScope.ACCOUNT,
            "account",
            active,
            1,
            deactivation,
            "https://example.com/",
            List.of("a.v1"),
            pause.paused(),
            Optional.of(Map.of()));
    ExplainedWebhook webhook =
        new ExplainedWebhook(
            UUID.randomUUID(),
            new ExplainedWebhook.Owning("client", "account"),
            SINCE,
            new ExplainedWebhook.Present(new Revision(settings, SINCE, Optional.empty()), true),
            block,
            pause,
            VisibleEvents.ALL);
    return WebhookHealth.of(webhook, SINCE, holds, state);
  }

  private void assertHealth(HealthStatus status, Instant since, String reason, Instant until) {
    assertThat(health())
        .isEqualTo(
            new WebhookHealth(
                status,
                Optional.ofNullable(since),
                Optional.ofNullable(reason),
                Optional.ofNullable(until),
                state));
  }

  @Test
  void firstOfTheStatusesHolds() {
    assertHealth(HealthStatus.OK, SINCE, null, null);

    state = failing(AttemptError.DNS);
    assertHealth(HealthStatus.FAILING, FAILING, "receiver", null);

    holds = new Holds(Optional.of(UNTIL), false);
    assertHealth(HealthStatus.PAUSED, FAILING, "receiver", UNTIL);

    pause = new PauseView(Optional.of(PAUSED), Optional.of(UNTIL.plusSeconds(1)));
    assertHealth(HealthStatus.PAUSED, PAUSED, "owner", UNTIL.plusSeconds(1));

    holds = new Holds(Optional.empty(), true);
    assertHealth(HealthStatus.BLOCKED, null, "move", null);

    active = false;
    deactivation = Optional.of("administrator");
    assertHealth(HealthStatus.INACTIVE, SINCE, "administrator", null);

    block = Optional.of(BlockKind.CLIENT);
    assertHealth(HealthStatus.BLOCKED, SINCE, "client", null);
  }

  @Test
  void issuerOfTokensIsNamed() {
    state = failing(AttemptError.AUTHENTICATION);

    assertHealth(HealthStatus.FAILING, FAILING, "issuer", null);
  }

  @Test
  void webhookThatWasNeverActiveHasNoReason() {
    active = false;

    assertHealth(HealthStatus.INACTIVE, SINCE, null, null);
  }
}
