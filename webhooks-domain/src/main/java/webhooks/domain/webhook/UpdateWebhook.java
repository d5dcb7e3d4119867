package webhooks.domain.webhook;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;

/**
 * A request to change a webhook, not yet checked. An empty property stays unchanged.
 *
 * @param callbackUrl the new callback URL
 * @param secret the new signing secret, which replaces the old one at once
 * @param active true to activate the webhook, false to deactivate it
 * @param eventTypes the new event types
 * @param faults the faults found while the request was read
 */
public record UpdateWebhook(
    Optional<String> callbackUrl,
    Optional<String> secret,
    Optional<Boolean> active,
    Optional<List<String>> eventTypes,
    List<Fault> faults) {

  boolean changesAnything() {
    return callbackUrl.isPresent()
        || secret.isPresent()
        || active.isPresent()
        || eventTypes.isPresent();
  }

  /**
   * Returns whether the request gives a value that differs from the webhook's. A secret replaces
   * the current and the previous one, so it is a change while there is a previous one.
   */
  boolean changes(WebhookAuditEntries.UpdatableProperties webhook) {
    return callbackUrl.filter(url -> !url.equals(webhook.callbackUrl())).isPresent()
        || secret
            .filter(text -> webhook.previousSecret() || !text.equals(webhook.secret()))
            .isPresent()
        || active.filter(activate -> activate != webhook.active()).isPresent()
        || eventTypes
            .map(Webhooks::withoutDuplicates)
            .filter(types -> !types.equals(webhook.eventTypes()))
            .isPresent();
  }

  /**
   * Returns the fault of an update that lets a webhook send to a URL without a proof of ownership.
   * A webhook that is active already keeps its URL and may change everything else.
   *
   * @param isProven returns whether there is a proof for a URL
   */
  Optional<Fault> faultOfMissingProof(
      WebhookAuditEntries.UpdatableProperties webhook, Predicate<String> isProven) {
    String url = callbackUrl.orElse(webhook.callbackUrl());
    boolean keepsSending = webhook.active() && url.equals(webhook.callbackUrl());
    if (!active.orElse(webhook.active()) || keepsSending || isProven.test(url)) {
      return Optional.empty();
    }
    String message =
        webhook.active()
            ? "The webhook must be inactive to get a URL that is not verified."
            : "The webhook must be verified before it is activated.";
    String target = webhook.active() ? "callbackUrl" : "active";
    return Optional.of(Fault.of(FaultCode.NOT_VERIFIED, target, message));
  }

  /** Returns whether the request only deactivates the webhook and has no fault. */
  boolean onlyDeactivates() {
    return active.filter(activate -> !activate).isPresent()
        && callbackUrl.isEmpty()
        && secret.isEmpty()
        && eventTypes.isEmpty()
        && faults.isEmpty();
  }

  /** Returns a description without URL and secret. */
  @Override
  public String toString() {
    return "UpdateWebhook[active=" + active + "]";
  }
}
