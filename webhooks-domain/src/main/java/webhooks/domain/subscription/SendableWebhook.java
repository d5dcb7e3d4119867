package webhooks.domain.subscription;

import webhooks.domain.option.WebhookOptions;

/** A webhook with its options, for an attempt. */
public record SendableWebhook(Subscription subscription, WebhookOptions options) {
  /** Returns a webhook whose owner has set no option. */
  public static SendableWebhook withoutOptions(Subscription webhook) {
    return new SendableWebhook(webhook, WebhookOptions.NONE);
  }
}
