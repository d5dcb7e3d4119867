package webhooks.broker.listener;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Whether all event loops still do their work. One that does not would never answer the connections
 * that it gets. Counts rounds instead of time, because a pause of the whole process is no fault of
 * a loop. Asks for a restart of the process if that lasts. Safe for several threads.
 */
final class EventLoopWatch implements Runnable {
  static final Duration INTERVAL = Duration.ofSeconds(1);

  /** How many rounds a loop may leave its question unanswered. */
  static final int MAX_ROUNDS = 5;

  private final EventLoopGroup loops;
  private final Map<EventExecutor, Integer> unansweredRounds = new ConcurrentHashMap<>();

  private final Consumer<Boolean> hangs;

  /**
   * Creates the watch.
   *
   * @param loops is watched
   * @param hangs is told in each round, so once a second, whether one does not answer
   */
  EventLoopWatch(EventLoopGroup loops, Consumer<Boolean> hangs) {
    this.loops = loops;
    this.hangs = hangs;
  }

  /** Begins a round: asks each event loop that has answered the former question. */
  @Override
  public void run() {
    for (EventExecutor loop : loops) {
      if (unansweredRounds.merge(loop, 1, Integer::sum) == 1) {
        loop.execute(() -> unansweredRounds.remove(loop));
      }
    }
    hangs.accept(!allAnswer());
  }

  /** Ends the watch. Called behind the last round. */
  void end() {
    hangs.accept(false);
  }

  /** Returns whether no event loop has left a question unanswered for long. */
  boolean allAnswer() {
    return unansweredRounds.values().stream().allMatch(rounds -> rounds <= MAX_ROUNDS);
  }
}
