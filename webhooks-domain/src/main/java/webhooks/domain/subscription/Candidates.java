package webhooks.domain.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The webhooks that an event may go to: those that it goes to in any case, and those whose
 * selection is still to be asked. For one thread.
 */
public final class Candidates {
  private final MatchedEvent event;
  private final List<Match> matches = new ArrayList<>();
  private final List<Selecting> selecting = new ArrayList<>(0);

  /** A webhook with a selection, in the scope of the event. */
  record Selecting(Match match, Set<String> eventTypes, KeptSelection selection) {
    UUID webhookId() {
      return match.webhook().webhookId();
    }

    /** Returns whether the selection must be loaded before it can be asked. */
    boolean isMissing() {
      return !selection.isUnreadable() && selection.get().isEmpty();
    }
  }

  Candidates(MatchedEvent event) {
    this.event = event;
  }

  void add(Match match) {
    matches.add(match);
  }

  void add(Selecting webhook) {
    selecting.add(webhook);
  }

  /** Returns the webhooks without a selection that the event goes to. */
  public List<Match> matches() {
    return matches;
  }

  /** Returns how many selections must be loaded to decide. */
  public int missing() {
    int missing = 0;
    for (Selecting webhook : selecting) {
      missing += webhook.isMissing() ? 1 : 0;
    }
    return missing;
  }

  MatchedEvent event() {
    return event;
  }

  List<Selecting> selecting() {
    return selecting;
  }
}
