package webhooks.domain.operational;

import java.time.Instant;
import java.util.UUID;
import webhooks.domain.page.Timestamps;

/**
 * The content of an operational event about a webhook.
 *
 * @param content the content of the event, as JSON
 */
record WebhookReport(UUID webhookId, String content) {

  static WebhookReport deactivated(UUID webhookId, String reason) {
    return of(webhookId, "\"reason\":\"%s\"".formatted(reason));
  }

  static WebhookReport paused(UUID webhookId, Instant until) {
    return of(webhookId, "\"until\":\"%s\"".formatted(Timestamps.utcMillis(until)));
  }

  static WebhookReport resumed(UUID webhookId, Instant pausedSince) {
    return of(webhookId, "\"pausedSince\":\"%s\"".formatted(Timestamps.utcMillis(pausedSince)));
  }

  static WebhookReport certificateExpiring(UUID webhookId, Instant notAfter, int days) {
    return of(
        webhookId,
        "\"notAfter\":\"%s\",\"days\":%d".formatted(Timestamps.utcMillis(notAfter), days));
  }

  static WebhookReport failing(UUID webhookId, Instant since, int failures) {
    return of(
        webhookId,
        "\"since\":\"%s\",\"failures\":%d".formatted(Timestamps.utcMillis(since), failures));
  }

  static WebhookReport recovered(UUID webhookId, Instant failingSince) {
    return of(webhookId, "\"failingSince\":\"%s\"".formatted(Timestamps.utcMillis(failingSince)));
  }

  static WebhookReport exhausted(UUID webhookId, int deliveries, Instant since) {
    return of(
        webhookId,
        "\"deliveries\":%d,\"since\":\"%s\"".formatted(deliveries, Timestamps.utcMillis(since)));
  }

  /** Nothing in the members needs an escape: they are ids, names of this product and times. */
  private static WebhookReport of(UUID webhookId, String members) {
    return new WebhookReport(webhookId, "{\"webhookId\":\"%s\",%s}".formatted(webhookId, members));
  }
}
