package webhooks.domain.subscription;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.option.selection.SelectedEvent;

/**
 * The properties of an event that decide which webhooks it goes to.
 *
 * @param selected the event as filters see it
 * @param accountId the account that the event belongs to, named by it or found in the directory
 * @param iTwinId the iTwin of the event; empty if it belongs to the account alone
 * @param about the webhook that an operational event is about; empty for all other events
 */
public record MatchedEvent(
    SelectedEvent selected,
    String accountId,
    Optional<UUID> iTwinId,
    Optional<AboutWebhook> about) {

  /** Creates the properties of an event that a publisher sent. */
  public MatchedEvent(SelectedEvent selected, String accountId, Optional<UUID> iTwinId) {
    this(selected, accountId, iTwinId, Optional.empty());
  }

  /** Returns the type of the event. */
  public String eventType() {
    return selected.eventType();
  }

  /** Returns the properties of an operational event about the webhook. */
  public MatchedEvent about(AboutWebhook webhook) {
    return new MatchedEvent(selected, accountId, iTwinId, Optional.of(webhook));
  }

  /** Returns whether the webhook may receive the event, if it is subscribed to it. */
  boolean allows(Subscription webhook, Set<String> eventTypes) {
    return about.isEmpty() || about.get().allows(webhook, eventTypes, accountId);
  }
}
