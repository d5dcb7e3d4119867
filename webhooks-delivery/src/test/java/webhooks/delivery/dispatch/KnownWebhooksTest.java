package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnownWebhooksTest {
  private final KnownWebhooks webhooks =
      new KnownWebhooks(LeaseShares.of(500), 100, TestLeases::alone, System::nanoTime);

  @Test
  void remembersABoundedNumberOfReceiversThatDifferFromNewOnes() {
    WebhookLeases first = webhooks.find(UUID.randomUUID());
    first.pace().adapt(TestLeases.answer(200, 20));
    webhooks.store(first);
    for (int i = 1; i < 10_000; i++) {
      WebhookLeases webhook = webhooks.find(UUID.randomUUID());
      webhook.pace().adapt(TestLeases.silence());
      webhooks.store(webhook);
      webhooks.store(webhooks.find(UUID.randomUUID()));
    }
    assertThat(webhooks.size()).isEqualTo(10_000);
    assertThat(webhooks.find(first.id())).isSameAs(first);

    WebhookLeases latest = webhooks.find(UUID.randomUUID());
    latest.pace().adapt(TestLeases.silence());
    webhooks.store(latest);

    assertThat(webhooks.size()).isEqualTo(10_000);
    assertThat(webhooks.find(latest.id())).isSameAs(latest);
    assertThat(webhooks.find(first.id())).isNotSameAs(first);
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
