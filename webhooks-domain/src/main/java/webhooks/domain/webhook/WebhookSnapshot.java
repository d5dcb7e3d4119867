package webhooks.domain.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an update may change of a webhook, as it is at one moment.
 *
 * @param previousSecret whether the secret before this one signs too
 */
record WebhookSnapshot(
    boolean active,
    String callbackUrl,
    String secret,
    boolean previousSecret,
    List<String> eventTypes) {

  /** Returns the names of the properties that became other than this; never their values. */
  Optional<String> changesTo(WebhookSnapshot after) {
    List<String> names = new ArrayList<>();
    if (!callbackUrl.equals(after.callbackUrl)) {
      names.add("callbackUrl");
    }
    if (!secret.equals(after.secret) || previousSecret != after.previousSecret) {
      names.add("secret");
    }
    if (!eventTypes.equals(after.eventTypes)) {
      names.add("eventTypes");
    }
    return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
  }

  /** Returns a text without URL and secret. */
  @Override
  public String toString() {
    return "WebhookSnapshot[active=" + active + "]";
  }
}
