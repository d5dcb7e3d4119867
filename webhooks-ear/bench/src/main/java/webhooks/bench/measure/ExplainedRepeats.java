package webhooks.bench.measure;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Compares repeated deliveries with the kills of the product, by event.
 *
 * <p>A delivery may arrive once more for each kill at which it had arrived and was not recorded.
 * Counts the repeats beyond that. One webhook gets each event.
 */
public final class ExplainedRepeats {
  private final Arrivals arrivals;
  private final Map<Long, Integer> allowed = new HashMap<>();

  /** Creates a comparison before the first kill. */
  public ExplainedRepeats(Arrivals arrivals) {
    this.arrivals = arrivals;
  }

  /** Returns the arrivals that are compared. */
  public Arrivals arrivals() {
    return arrivals;
  }

  /**
   * Notes a kill, when all that arrived before it is counted.
   *
   * @param pending the events whose delivery is not recorded
   * @return how many of these deliveries had arrived
   */
  public long killed(Collection<UUID> pending) {
    long open = 0;
    for (UUID event : pending) {
      long number = EventId.number(event);
      if (arrivals.count(number) > 0) {
        allowed.merge(number, 1, Integer::sum);
        open++;
      }
    }
    return open;
  }

  /** Returns the number of arrivals that no kill explains, among this many published events. */
  public long unexplained(long published) {
    long unexplained = arrivals.unpublished(published);
    for (long number = 0; number < published; number++) {
      int expected = 1 + allowed.getOrDefault(number, 0);
      unexplained += Math.max(0, arrivals.count(number) - expected);
    }
    return unexplained;
  }
}
