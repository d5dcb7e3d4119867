package webhooks.domain.webhook.revision;

import java.util.Optional;

/**
 * The events that a caller may know of although the webhook has no delivery of them: events of
 * which the caller could create a webhook.
 *
 * @param all whether these are all events, as for an administrator of the product
 * @param accountId the account whose events they are, if the caller may maintain its webhooks
 * @param iTwinId the iTwin whose events they are, if the caller may maintain its webhooks
 */
public record VisibleEvents(boolean all, Optional<String> accountId, Optional<String> iTwinId) {
  /** The events that an administrator of the product may know of. */
  public static final VisibleEvents ALL =
      new VisibleEvents(true, Optional.empty(), Optional.empty());

  /** Returns whether an event is among them. */
  public boolean include(String ofAccount, String ofITwin) {
    return all
        || accountId.filter(ofAccount::equals).isPresent()
        || iTwinId.filter(ofITwin::equals).isPresent();
  }
}
