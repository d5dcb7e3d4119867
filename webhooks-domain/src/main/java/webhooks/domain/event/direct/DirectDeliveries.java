package webhooks.domain.event.direct;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.UUID;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.event.EventPayload;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Timestamps;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.webhook.TestableWebhook;

/** Makes deliveries of events that happen now and are not stored. */
@ApplicationScoped
class DirectDeliveries {
  private Settings settings;
  private Clock clock;

  /** Creates the bean's proxy, for the container. */
  protected DirectDeliveries() {}

  @Inject
  DirectDeliveries(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  LeasedDelivery make(TestableWebhook webhook, String eventType, byte[] content) {
    UUID messageId = Ids.next();
    String now = Timestamps.utcMillis(clock.instant());
    byte[] body =
        new EventPayload(content, now).bodyBeginning(messageId, eventType, webhook.scopeId());
    Subscription subscription = webhook.webhook().subscription();
    Lease lease =
        Lease.starting(settings.delivery().lease()).withTimeout(subscription.flow().timeout());
    return new LeasedDelivery(
        Ids.next(),
        subscription.webhookId(),
        subscription.activation(),
        1,
        1,
        EventBody.of(messageId, body),
        lease);
  }
}
