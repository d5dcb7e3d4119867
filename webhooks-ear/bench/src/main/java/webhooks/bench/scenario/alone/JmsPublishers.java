package webhooks.bench.scenario.alone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import webhooks.bench.receiver.SignatureSample;
import webhooks.it.harness.broker.Producer;

/** Publishers that each send a transaction after another by JMS. */
final class JmsPublishers {
  private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** More than this is ahead of the receiver at no time. */
  private static final int MAX_AHEAD = 10_000;

  private final AloneRun alone;
  private final int count;
  private final int batch;
  private volatile long arrived;

  /**
   * Prepares the publishers.
   *
   * @param batch the number of events in a transaction
   */
  JmsPublishers(AloneRun alone, int count, int batch) {
    this.alone = alone;
    this.count = count;
    this.batch = batch;
  }

  /** Publishes for this time and waits until all has arrived, or nothing more comes. */
  void publishFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    List<CompletableFuture<Void>> publishers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      publishers.add(
          CompletableFuture.runAsync(
              () -> publishUntil(end),
              work -> SignatureSample.daemon(work, "jms-publisher").start()));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(publishers.toArray(CompletableFuture<?>[]::new));
    long patient = end + PATIENCE.toNanos();
    while ((!all.isDone() || ahead() > 0) && System.nanoTime() < patient) {
      LockSupport.parkNanos(READ_NANOS);
      alone.installation().read(alone.arrivals());
      arrived = alone.arrivals().events();
    }
    all.join();
  }

  private long ahead() {
    return alone.events().published() - arrived;
  }

  private void publishUntil(long end) {
    try (Producer producer = alone.installation().environment().broker().producer()) {
      while (System.nanoTime() < end) {
        if (ahead() > MAX_AHEAD) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        } else {
          producer.publishTexts(alone.events().next(batch));
        }
      }
    }
  }
}
