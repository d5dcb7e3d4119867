package webhooks.domain.event.invalid;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Where messages lie that could not be accepted as events.
 *
 * <p>Each call answers within seconds if the broker does not, with the refusal {@code
 * ServiceUnavailable}. Safe for several threads.
 */
public interface InvalidEventQueue {
  /**
   * Looks at messages, the oldest first, without taking them.
   *
   * @param after only those that come after this place
   * @param limit maximum number of events
   */
  List<RejectedEvent> list(Optional<InvalidEventCursor> after, int limit);

  /**
   * Gives messages back to intake: each leaves the queue and is received as an event once more, or
   * stays. Those that come back since they still can't be accepted are not taken again.
   *
   * @param ids of the messages; empty means all that are there now
   * @param before called before each step with the total after it; if it throws, the step is not
   *     made
   * @return how many
   */
  int replay(Optional<Set<String>> ids, IntConsumer before);
}
