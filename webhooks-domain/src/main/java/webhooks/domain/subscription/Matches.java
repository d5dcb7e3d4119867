package webhooks.domain.subscription;

import java.util.List;
import java.util.UUID;

/**
 * The webhooks of an event, decided.
 *
 * @param accepted the webhooks that the event goes to
 * @param undecided the webhooks whose selection can't be read: the event waits for them, and goes
 *     to them only if their selection accepts it when it can be read
 * @param filtered the webhooks whose filters drop the event, although they are subscribed to its
 *     type
 * @param work about how much time the decision takes, in the time to store one delivery
 */
public record Matches(List<Match> accepted, List<Match> undecided, List<UUID> filtered, long work) {
  /** Returns the webhooks of an event that meets no selection. */
  static Matches of(List<Match> accepted) {
    return new Matches(accepted, List.of(), List.of(), 0);
  }

  /** Returns about how much time the event takes: its decision, and storing its deliveries. */
  public long cost() {
    return work + accepted.size() + undecided.size();
  }
}
