package webhooks.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.Latency;
import webhooks.bench.receiver.SignatureSample;
import webhooks.it.harness.broker.Producer;

/**
 * Publishes events at a fixed rate, whatever the product does.
 *
 * <p>Several threads publish in turn, so that a slow transaction delays few of them. An event that
 * is published late counts from its intended time.
 */
public final class PacedPublisher {
  private static final int THREADS = 4;
  private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Without the last arrivals after so long, they are lost. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Installation installation;
  private final EventSource events;
  private final Arrivals arrivals;
  private final int perSecond;
  private final int batch;
  private int slot;
  private long beginMillis;
  private long beginNanos;

  /** Prepares a publisher that sends this many events each second, one by one. */
  public PacedPublisher(
      Installation installation, EventSource events, Arrivals arrivals, int perSecond) {
    this(installation, events, arrivals, perSecond, 1);
  }

  /**
   * Prepares a publisher that sends this many events each second.
   *
   * @param batch the number of events in a transaction
   */
  public PacedPublisher(
      Installation installation, EventSource events, Arrivals arrivals, int perSecond, int batch) {
    this.installation = installation;
    this.events = events;
    this.arrivals = arrivals;
    this.perSecond = perSecond;
    this.batch = batch;
  }

  /**
   * Publishes for this time, waits until all has arrived, and returns the latency. The time begins
   * when the publisher has its connections, which are not part of any event's delay.
   */
  public Latency run(Duration time) {
    int slots = (int) (perSecond * time.toSeconds() / batch);
    Latency latency = new Latency(events.published(), slots * batch);
    arrivals.listen(latency);
    slot = 0;
    List<Producer> producers =
        Stream.generate(installation::connectProducer).limit(THREADS).toList();
    beginMillis = System.currentTimeMillis();
    beginNanos = System.nanoTime();
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            producers.stream()
                .map(
                    producer ->
                        CompletableFuture.runAsync(
                            () -> publish(producer, slots, latency), PacedPublisher::start))
                .toArray(CompletableFuture<?>[]::new));
    while (!all.isDone()) {
      pause(READ_NANOS);
      installation.read(arrivals);
    }
    all.join();
    awaitArrivals();
    return latency;
  }

  private void awaitArrivals() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (arrivals.events() < events.published() && System.nanoTime() < end) {
      pause(READ_NANOS);
      installation.read(arrivals);
    }
  }

  private void publish(Producer producer, int slots, Latency latency) {
    try (producer) {
      for (int mine = nextSlot(slots); mine >= 0; mine = nextSlot(slots)) {
        long due = mine * TimeUnit.SECONDS.toNanos(batch) / perSecond;
        for (long left = left(due); left > 0; left = left(due)) {
          LockSupport.parkNanos(left);
        }
        producer.publishTexts(intended(latency, beginMillis + due / 1_000_000));
      }
    }
  }

  private long left(long due) {
    return beginNanos + due - System.nanoTime();
  }

  private synchronized int nextSlot(int slots) {
    return slot < slots ? slot++ : -1;
  }

  /** Creates the events of a slot and notes their intended time before they are published. */
  private synchronized List<String> intended(Latency latency, long millis) {
    for (int i = 0; i < batch; i++) {
      latency.intend(events.published() + i, millis);
    }
    return events.next(batch);
  }

  private static void start(Runnable work) {
    SignatureSample.daemon(work, "paced-publisher").start();
  }

  private static void pause(long nanos) {
    LockSupport.parkNanos(nanos);
  }
}
