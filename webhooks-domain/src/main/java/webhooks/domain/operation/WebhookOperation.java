package webhooks.domain.operation;

import java.time.Instant;
import java.util.UUID;
import webhooks.domain.page.Timestamps;

/**
 * What an operational event about a webhook says.
 *
 * @param content the content of the event, as JSON
 */
record WebhookOperation(UUID webhookId, String content) {

  static WebhookOperation deactivated(UUID webhookId, String reason) {
    return of(webhookId, "\"reason\":\"%s\"".formatted(reason));
  }

  static WebhookOperation failing(UUID webhookId, Instant since, int failures) {
    return of(
        webhookId,
        "\"since\":\"%s\",\"failures\":%d".formatted(Timestamps.utcMillis(since), failures));
  }

  static WebhookOperation recovered(UUID webhookId, Instant failingSince) {
    return of(webhookId, "\"failingSince\":\"%s\"".formatted(Timestamps.utcMillis(failingSince)));
  }

  static WebhookOperation exhausted(UUID webhookId, int deliveries, Instant since) {
    return of(
        webhookId,
        "\"deliveries\":%d,\"since\":\"%s\"".formatted(deliveries, Timestamps.utcMillis(since)));
  }

  /** Nothing in the members needs an escape: they are ids, names of this product and times. */
  private static WebhookOperation of(UUID webhookId, String members) {
    return new WebhookOperation(
        webhookId, "{\"webhookId\":\"%s\",%s}".formatted(webhookId, members));
  }
}
