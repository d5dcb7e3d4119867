package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.delivery.dispatch.ReceiverPace.ReceiverKind;
import webhooks.domain.delivery.Attempt;

class KnownWebhooksTest {
  private final AtomicBoolean known = new AtomicBoolean(true);
  private final KnownWebhooks webhooks =
      new KnownWebhooks(
          LeaseShares.of(500),
          100,
          id -> known.get() ? TestLeases.alone(id) : Destination.UNKNOWN,
          System::nanoTime);

  @ParameterizedTest
  @CsvSource({"20, 10000", "5000, 100000"})
  void remembersABoundedNumberOfReceiversThatDifferFromNewOnes(int millis, int bound) {
    Attempt attempt = TestLeases.answer(200, millis);
    WebhookLeases first = remember(attempt);
    for (int i = 1; i < bound; i++) {
      remember(attempt);
      webhooks.store(webhooks.find(UUID.randomUUID()));
    }
    assertThat(webhooks.size()).isEqualTo(bound);
    assertThat(webhooks.find(first.id())).isSameAs(first);

    WebhookLeases latest = remember(attempt);

    assertThat(webhooks.size()).isEqualTo(bound);
    assertThat(webhooks.find(latest.id())).isSameAs(latest);
    assertThat(webhooks.find(first.id())).isNotSameAs(first);
  }

  private WebhookLeases remember(Attempt attempt) {
    WebhookLeases webhook = webhooks.find(UUID.randomUUID());
    webhook.pace().adapt(attempt);
    webhooks.store(webhook);
    return webhook;
  }

  @Test
  void webhookThatFailedBeforeTheStartIsSilentUntilItAnswers() {
    UUID silent = UUID.randomUUID();
    webhooks.addSilent(List.of(silent));
    assertThat(webhooks.find(silent).pace().kind()).isEqualTo(ReceiverKind.SILENT);

    WebhookLeases webhook = webhooks.find(silent);
    webhooks.store(webhook);
    assertThat(webhooks.find(silent)).isSameAs(webhook);
    webhook.pace().adapt(TestLeases.answer(200, 20));
    assertThat(webhooks.find(silent).pace().kind()).isEqualTo(ReceiverKind.QUICK);
  }

  /** A claim may take slots before the node has read the webhook. */
  @Test
  void webhookStaysSilentWhenItsDestinationBecomesKnown() {
    UUID silent = UUID.randomUUID();
    webhooks.addSilent(List.of(silent));
    known.set(false);
    webhooks.store(webhooks.find(silent));

    known.set(true);

    assertThat(webhooks.find(silent).pace().kind()).isEqualTo(ReceiverKind.SILENT);
    assertThat(webhooks.find(silent).destination()).isEqualTo(TestLeases.alone(silent));
  }

  @Test
  void keepsWebhooksWithLeasesWhateverTheirReceiversAre() {
    WebhookLeases webhook = webhooks.find(UUID.randomUUID());
    webhook.move(LeasePhase.RELEASED, LeasePhase.RESERVED, 0);
    webhooks.store(webhook);
    assertThat(webhooks.busy()).containsExactly(webhook);
    assertThat(webhooks.busy(webhook.id())).isSameAs(webhook);

    webhook.move(LeasePhase.RESERVED, LeasePhase.RELEASED, 0);
    webhooks.store(webhook);

    assertThat(webhooks.size()).isZero();
  }
}
