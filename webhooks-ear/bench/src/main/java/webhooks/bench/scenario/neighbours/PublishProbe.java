package webhooks.bench.scenario.neighbours;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Installation;
import webhooks.bench.measure.Arrivals;
import webhooks.it.harness.broker.Producer;

/**
 * Publishes events by JMS at a fixed rate, and measures the time to the arrival of each. A new
 * producer connects at the beginning, and after a failure.
 */
final class PublishProbe {
  private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Installation installation;
  private final EventSource events;
  private final Arrivals arrivals;
  private Producer producer;

  PublishProbe(Installation installation, EventSource events, Arrivals arrivals) {
    this.installation = installation;
    this.events = events;
    this.arrivals = arrivals;
  }

  Timings measure(Duration time, long stepNanos) {
    Timings timings = new Timings();
    Map<Long, Long> due = new ConcurrentHashMap<>();
    arrivals.listen(
        (event, millis) -> {
          Long since = due.remove(event);
          if (since != null) {
            timings.record(TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis - since)));
          }
        });
    Thread publisher = new Thread(() -> publish(time, stepNanos, due), "publish-probe");
    publisher.setDaemon(true);
    publisher.start();
    long end = System.nanoTime() + time.plus(PATIENCE).toNanos();
    while ((publisher.isAlive() || !due.isEmpty()) && System.nanoTime() < end) {
      installation.read(arrivals);
      LockSupport.parkNanos(READ_NANOS);
    }
    due.values().forEach(lost -> timings.recordFailure());
    return timings;
  }

  private synchronized void publish(Duration time, long stepNanos, Map<Long, Long> due) {
    // Some attacks stop only producers that connect.
    drop();
    long beginNanos = System.nanoTime();
    long beginMillis = System.currentTimeMillis();
    for (long next = 0; next < time.toNanos(); next += stepNanos) {
      due.put(events.published(), beginMillis + TimeUnit.NANOSECONDS.toMillis(next));
      var text = events.next(1);
      long left = beginNanos + next - System.nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(left);
      }
      if (System.nanoTime() - beginNanos > time.toNanos()) {
        continue;
      }
      try {
        if (producer == null) {
          producer = installation.environment().broker().producer();
        }
        producer.publishTexts(text);
      } catch (IllegalStateException e) {
        drop();
      }
    }
  }

  private void drop() {
    if (producer != null) {
      producer.close();
      producer = null;
    }
  }
}
