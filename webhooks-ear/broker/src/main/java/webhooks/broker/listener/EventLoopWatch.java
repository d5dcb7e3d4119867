package webhooks.broker.listener;

import io.netty.util.concurrent.DefaultEventExecutorChooserFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Whether the event loops of a group still do their work. One that does not would never answer the
 * connections that it gets, so this gives new ones to the others. Counts rounds instead of time,
 * because a pause of the whole process is no fault of a loop. Asks for a restart of the process if
 * that lasts. Safe for several threads.
 */
final class EventLoopWatch implements EventExecutorChooserFactory, Runnable {
  static final Duration INTERVAL = Duration.ofSeconds(1);

  /** How many rounds a loop may leave its question unanswered. */
  static final int MAX_ROUNDS = 5;

  private final Map<EventExecutor, Integer> unansweredRounds = new ConcurrentHashMap<>();
  private final Consumer<Boolean> hangs;
  private volatile List<EventExecutor> loops = List.of();

  /**
   * Creates the watch of one group, which must be created with it.
   *
   * @param hangs gets, once a second, whether an event loop does not answer
   */
  EventLoopWatch(Consumer<Boolean> hangs) {
    this.hangs = hangs;
  }

  /** Chooses loops in turn, without those that do not answer. */
  @Override
  public EventExecutorChooser newChooser(EventExecutor[] executors) {
    loops = List.of(executors);
    EventExecutorChooser turns = DefaultEventExecutorChooserFactory.INSTANCE.newChooser(executors);
    return () ->
        Stream.generate(turns::next)
            .limit(executors.length)
            .filter(this::answers)
            .findFirst()
            .orElseGet(turns::next);
  }

  /** Begins a round: asks each event loop that has answered the former question. */
  @Override
  public void run() {
    for (EventExecutor loop : loops) {
      if (unansweredRounds.merge(loop, 1, Integer::sum) == 1) {
        loop.execute(() -> unansweredRounds.remove(loop));
      }
    }
    hangs.accept(!loops.stream().allMatch(this::answers));
  }

  /** Ends the watch. Called behind the last round. */
  void end() {
    hangs.accept(false);
  }

  /** Returns whether an event loop has not left a question unanswered for long. */
  boolean anyAnswers() {
    return loops.stream().anyMatch(this::answers);
  }

  private boolean answers(EventExecutor loop) {
    return unansweredRounds.getOrDefault(loop, 0) <= MAX_ROUNDS;
  }
}
