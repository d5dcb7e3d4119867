package webhooks.domain.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * The queue of rejected events: messages that can never be accepted.
 *
 * <p>Each call throws the refusal {@code ServiceUnavailable} if the broker does not answer for a
 * few seconds, if too many calls run at the same time, or if the node stops. Safe for several
 * threads.
 */
public interface InvalidEventQueue {
  /**
   * Reads messages, the oldest first, without removing them from the queue.
   *
   * @param after the list begins after this cursor
   * @param limit the maximum number of messages
   */
  List<RejectedEvent> list(Optional<InvalidEventCursor> after, int limit);

  /**
   * Moves messages back to the queue of events, where intake receives them again. A message that is
   * rejected again by then is not moved a second time.
   *
   * @param ids the ids of the messages; empty means all messages in the queue now
   * @param beforeCommit called before each commit with the number of messages moved by then; if it
   *     throws, nothing is committed
   * @return how many messages were moved
   */
  int replay(Optional<Set<String>> ids, IntConsumer beforeCommit);

  /**
   * Erases messages: takes them from the queue for good.
   *
   * @param beforeCommit called before each commit with the number of messages that it erases; if it
   *     throws, they stay
   * @return how many messages stay although nobody can say whether they match
   */
  int erase(RejectedEventFilter filter, IntConsumer beforeCommit);
}
