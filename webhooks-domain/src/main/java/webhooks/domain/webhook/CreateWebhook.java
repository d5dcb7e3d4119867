package webhooks.domain.webhook;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Faults;

/**
 * A request to create a webhook; empty is a property not given.
 *
 * @param callbackUrl where deliveries are to be sent
 * @param scope {@code Account} or {@code iTwin}
 * @param scopeId the account or the iTwin
 * @param secret the signing secret, or empty to have one made
 * @param eventTypes the event types subscribed to
 * @param faults what reading the request already found; the rules add theirs
 */
public record CreateWebhook(
    Optional<String> callbackUrl,
    Optional<String> scope,
    Optional<String> scopeId,
    Optional<String> secret,
    Optional<List<String>> eventTypes,
    Faults faults) {
  /** Returns a text without URL and secret. */
  @Override
  public String toString() {
    return "CreateWebhook[scope=" + scope + ", scopeId=" + scopeId + "]";
  }
}
