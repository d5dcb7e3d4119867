package webhooks.domain.webhook;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Faults;

/**
 * A request to change a webhook; empty is a property to leave as it is.
 *
 * @param callbackUrl the new callback URL
 * @param secret the new signing secret, which replaces the old one at once
 * @param active whether to activate or to deactivate
 * @param eventTypes the new event types
 * @param faults what reading the request already found; the rules add theirs
 */
public record UpdateWebhook(
    Optional<String> callbackUrl,
    Optional<String> secret,
    Optional<Boolean> active,
    Optional<List<String>> eventTypes,
    Faults faults) {

  boolean changesAnything() {
    return callbackUrl.isPresent()
        || secret.isPresent()
        || active.isPresent()
        || eventTypes.isPresent();
  }

  /** Returns whether this asks for nothing else than to deactivate, and has no fault. */
  boolean onlyDeactivates() {
    return active.filter(activate -> !activate).isPresent()
        && callbackUrl.isEmpty()
        && secret.isEmpty()
        && eventTypes.isEmpty()
        && faults.all().isEmpty();
  }

  /** Returns a text without URL and secret. */
  @Override
  public String toString() {
    return "UpdateWebhook[active=" + active + "]";
  }
}
