package webhooks.domain.node;

import java.util.List;
import java.util.Optional;
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
  List<RejectedEvent> list(
      RejectedSelection selection, Optional<InvalidEventCursor> after, int limit);

  /**
   * Moves messages back to the queue of events, where intake receives them again. A message that is
   * rejected again by then is not moved a second time.
   *
   * @param selection of the messages that are in the queue now
   * @param beforeCommit called before each commit with the number of messages moved by then; if it
   *     throws, nothing is committed
   * @return how many messages were moved
   */
  int replay(RejectedSelection selection, IntConsumer beforeCommit);

  /**
   * Discards messages: takes them from the queue for good.
   *
   * @param selection of the messages that are in the queue now
   * @param beforeCommit called before each commit with the number of messages discarded by then; if
   *     it throws, nothing is committed
   * @return how many messages were discarded
   */
  int discard(RejectedSelection selection, IntConsumer beforeCommit);

  /**
   * Replaces the body of a message. It stays in the queue, with its reason, as a message with a new
   * id.
   *
   * @param beforeCommit called before the commit; if it throws, nothing is committed
   * @return the message with its new id; empty if there is none with the id
   */
  Optional<RejectedEvent> replace(String id, String body, Runnable beforeCommit);

  /**
   * Erases messages: takes them from the queue for good.
   *
   * @param beforeCommit called before each commit with the number of messages that it erases; if it
   *     throws, they stay
   * @return how many messages stay although nobody can say whether they match
   */
  int erase(RejectedEventFilter filter, IntConsumer beforeCommit);
}
