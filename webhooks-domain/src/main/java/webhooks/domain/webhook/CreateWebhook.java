package webhooks.domain.webhook;

import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;

/**
 * A request to create a webhook, not yet checked. An absent property is empty.
 *
 * @param callbackUrl the URL that deliveries are sent to
 * @param scope {@code Account} or {@code iTwin}
 * @param scopeId the id of the account or the iTwin
 * @param secret the signing secret; empty to generate one
 * @param eventTypes the subscribed event types
 * @param faults the faults found while the request was read
 */
public record CreateWebhook(
    Optional<String> callbackUrl,
    Optional<String> scope,
    Optional<String> scopeId,
    Optional<String> secret,
    Optional<List<String>> eventTypes,
    List<Fault> faults) {
  /** Returns a description without URL and secret. */
  @Override
  public String toString() {
    return "CreateWebhook[scope=" + scope + ", scopeId=" + scopeId + "]";
  }
}
