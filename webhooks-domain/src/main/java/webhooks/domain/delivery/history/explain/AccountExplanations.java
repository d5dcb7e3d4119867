package webhooks.domain.delivery.history.explain;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.delivery.history.explain.Explanation.ExplainedEvent;
import webhooks.domain.page.Page;

/**
 * What has become of an event for webhooks of an account.
 *
 * @param webhooks a page of the webhooks, the newest one first
 */
public record AccountExplanations(UUID messageId, Page<Explained> webhooks) {

  /**
   * A webhook with its explanation.
   *
   * @param callbackUrl its present URL; empty if it can't be decrypted
   */
  public record Explained(UUID webhookId, Optional<String> callbackUrl, Explanation explanation) {}

  /** Returns the event, if a webhook of the page knows it. */
  public Optional<ExplainedEvent> event() {
    return webhooks.items().stream()
        .flatMap(webhook -> webhook.explanation().event().stream())
        .findFirst();
  }
}
