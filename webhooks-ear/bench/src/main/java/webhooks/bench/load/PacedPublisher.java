package webhooks.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.Latency;
import webhooks.it.harness.broker.Producer;

/**
 * Publishes events one by one at a fixed rate, whatever the product does.
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
  private int slot;
  private long beginMillis;
  private long beginNanos;

  /** Prepares a publisher that sends this many events each second. */
  public PacedPublisher(
      Installation installation, EventSource events, Arrivals arrivals, int perSecond) {
    this.installation = installation;
    this.events = events;
    this.arrivals = arrivals;
    this.perSecond = perSecond;
  }

  /** Publishes for this time, waits until all has arrived, and returns the latency. */
  public Latency run(Duration time) {
    int count = (int) (perSecond * time.toSeconds());
    Latency latency = new Latency(events.published(), count);
    arrivals.listen(latency);
    slot = 0;
    beginMillis = System.currentTimeMillis();
    beginNanos = System.nanoTime();
    CompletableFuture<?>[] threads = new CompletableFuture<?>[THREADS];
    for (int i = 0; i < THREADS; i++) {
      threads[i] = CompletableFuture.runAsync(() -> publish(count, latency), PacedPublisher::start);
    }
    CompletableFuture<Void> all = CompletableFuture.allOf(threads);
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

  private void publish(int count, Latency latency) {
    try (Producer producer = installation.connectProducer()) {
      for (int mine = nextSlot(count); mine >= 0; mine = nextSlot(count)) {
        long due = mine * TimeUnit.SECONDS.toNanos(1) / perSecond;
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

  private synchronized int nextSlot(int count) {
    return slot < count ? slot++ : -1;
  }

  /** Creates an event and notes its intended time before it is published. */
  private synchronized List<String> intended(Latency latency, long millis) {
    latency.intend(events.published(), millis);
    return events.next(1);
  }

  private static void start(Runnable work) {
    SignatureSample.daemon(work, "paced-publisher").start();
  }

  private static void pause(long nanos) {
    LockSupport.parkNanos(nanos);
  }
}
