package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.subscription.Flow;

/** The options timeout and retry of the webhooks whose attempts are run. */
class AttemptRunnerOptionsTest extends AttemptRunnerFixture {
  /** The next claim leases them for long enough. */
  @Test
  void longerTimeOutSinceTheLeaseReturnsDeliveries() {
    flow = new Flow(false, 0, false, Optional.of(Duration.ofMinutes(5)));
    assertReturnsAll();
  }

  @Test
  void leaseThatOutlastsTheTimeOutOfTheWebhookIsUsed() {
    flow = new Flow(false, 0, false, Optional.of(Duration.ofMinutes(4)));
    create(this::sendLater);

    assertThat(send(1)).isEqualTo(sent);
  }

  /** The settings of this test have no retry. */
  @Test
  void optionRetryDecidesAboutRetries() throws InterruptedException {
    hasOptions = true;
    options = WebhookOptions.parse("{\"retry\":{\"schedule\":[\"PT1H\"],\"finalStatuses\":[400]}}");
    create(this::sendLater);
    send(2);

    attempts.get(0).complete(answer(500, Optional.empty()));
    attempts.get(1).complete(answer(400, Optional.empty()));

    recorder.close();
    assertThat(queue.recorded())
        .extracting(Outcome::status)
        .containsExactly(DeliveryStatus.PENDING, DeliveryStatus.EXHAUSTED);
    assertThat(queue.recorded().get(0).retryIn())
        .isBetween(Duration.ofMinutes(48), Duration.ofMinutes(72));
  }
}
