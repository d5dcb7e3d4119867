package webhooks.domain.subscription;

import java.util.Collection;
import webhooks.domain.catalogue.EventTypes;

/**
 * How much a webhook observes other webhooks of its owner, by its event types.
 *
 * <p>The order of the constants keeps events from causing each other without end: an event about
 * failures goes only to webhooks that observe more than the one that fails. So the failures of its
 * deliveries are reported to fewer webhooks, and in the end to none.
 */
public enum Observation {
  /** It receives no events about webhooks. */
  NONE,
  /** It receives events about webhooks and other events. */
  PARTIAL,
  /** It receives nothing but events about webhooks. */
  ONLY;

  /** Returns how much a webhook with these event types observes. */
  public static Observation of(Collection<String> eventTypes) {
    long own = eventTypes.stream().filter(EventTypes.OWN::contains).count();
    if (own == 0) {
      return NONE;
    }
    return own == eventTypes.size() ? ONLY : PARTIAL;
  }
}
