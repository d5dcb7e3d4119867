package webhooks.it;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Publishes all the time, whatever happens to the broker, on a thread of its own.
 *
 * <p>A batch that may not have got through is published again, as its events have ids.
 */
final class Load implements AutoCloseable {
  private final Broker broker;
  private final Supplier<List<Event>> batches;
  private final Duration pace;
  private final Queue<Event> published = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean ended;

  /** Begins to publish a batch at this pace. */
  Load(Broker broker, Duration pace, Supplier<List<Event>> batches) {
    this.broker = broker;
    this.pace = pace;
    this.batches = batches;
    thread.setDaemon(true);
    thread.start();
  }

  /** How many events the broker has taken so far. */
  int count() {
    return published.size();
  }

  /** Ends when the batch in hand got through; returns all events that the broker has taken. */
  List<Event> end() {
    close();
    return List.copyOf(published);
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run() {
    List<Event> batch = batches.get();
    while (!ended) {
      try (Producer producer = broker.producer()) {
        while (!ended) {
          producer.publishes(batch);
          published.addAll(batch);
          batch = batches.get();
          pause();
        }
      } catch (IllegalStateException e) {
        // The broker is away.
        pause();
      }
    }
  }

  private void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(pace.toNanos());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
