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
 * Watches whether the event loops of a group still answer, and gives new connections to loops that
 * do: a loop that hangs would never answer its connections. Reports once a second whether a loop
 * hangs, because only a restart of the process mends that. Counts rounds instead of time, because a
 * pause of the whole process is no fault of a loop. Safe for several threads.
 */
final class EventLoopWatch implements EventExecutorChooserFactory, Runnable {
  static final Duration INTERVAL = Duration.ofSeconds(1);

  /** How many rounds a loop may leave its question unanswered. */
  static final int MAX_ROUNDS = 5;

  private final Map<EventExecutor, Integer> unansweredRounds = new ConcurrentHashMap<>();
  private final Consumer<Boolean> hangs;
  private volatile List<EventExecutor> loops = List.of();

  /**
   * Creates the watch of one group. The group must be created with it.
   *
   * @param hangs gets, once a second, whether an event loop does not answer
   */
  EventLoopWatch(Consumer<Boolean> hangs) {
    this.hangs = hangs;
  }

  /** Chooses loops in turn, and leaves out loops that do not answer unless all of them hang. */
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

  /** Reports that no loop hangs any more. The owner calls this after the last round. */
  void end() {
    hangs.accept(false);
  }

  /** Returns whether at least one event loop answers. */
  boolean anyAnswers() {
    return loops.stream().anyMatch(this::answers);
  }

  private boolean answers(EventExecutor loop) {
    return unansweredRounds.getOrDefault(loop, 0) <= MAX_ROUNDS;
  }
}
