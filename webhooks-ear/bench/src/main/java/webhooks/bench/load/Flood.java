package webhooks.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import webhooks.bench.measure.Arrivals;
import webhooks.it.harness.Progress;

/**
 * Publishes as fast as deliveries arrive, so that the product always has work.
 *
 * <p>Publishes in transactions of at most 200 events, and is at most 10,000 deliveries ahead of the
 * receiver: enough that the product never waits, and no backlog that grows with the time.
 */
public final class Flood {
  private static final int MAX_AHEAD = 10_000;
  private static final int MAX_BATCH = 200;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Without any arrival for so long, the rest is lost. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Installation installation;
  private final EventSource events;
  private final Arrivals arrivals;
  private final int webhooks;
  private final int ahead;
  private final int batch;
  private List<String> unsure = List.of();
  private long nextReport;
  private long reported;

  /**
   * Prepares a flood.
   *
   * @param webhooks the number of webhooks that get each event
   */
  public Flood(Installation installation, EventSource events, Arrivals arrivals, int webhooks) {
    this.installation = installation;
    this.events = events;
    this.arrivals = arrivals;
    this.webhooks = webhooks;
    this.ahead = Math.max(20, MAX_AHEAD / webhooks);
    this.batch = Math.min(MAX_BATCH, ahead / 5);
  }

  /** Publishes for this time. */
  public void runFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    runUntil(() -> System.nanoTime() >= end);
  }

  /** Publishes until this many deliveries have arrived. */
  public void runToArrival(long deliveries) {
    runUntil(() -> arrivals.distinct() >= deliveries);
  }

  private void runUntil(BooleanSupplier end) {
    long patient = System.nanoTime() + PATIENCE.toNanos();
    long before = arrivals.distinct();
    while (!end.getAsBoolean()) {
      if (events.published() - arrivals.events() < ahead) {
        publish(batch);
      } else {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      read();
      if (arrivals.distinct() > before) {
        before = arrivals.distinct();
        patient = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() > patient) {
        throw new IllegalStateException("Nothing has arrived for " + PATIENCE);
      }
    }
  }

  /** Publishes this many events, however many arrive. */
  public void publishAll(long count) {
    for (long left = count; left > 0; left -= MAX_BATCH) {
      publish((int) Math.min(MAX_BATCH, left));
      read();
    }
  }

  private void publish(int count) {
    unsure = events.next(count);
    installation.producer().publishTexts(unsure);
    unsure = List.of();
  }

  /**
   * Publishes until the product is killed.
   *
   * @param running whether the process runs
   * @param killed whether its end has been requested, from when on publishing may fail. The process
   *     may seem to run for a moment longer
   */
  public void runUntilKilled(BooleanSupplier running, BooleanSupplier killed) {
    try {
      runUntil(() -> !running.getAsBoolean());
    } catch (IllegalStateException e) {
      if (!killed.getAsBoolean()) {
        throw e;
      }
    }
  }

  /**
   * Publishes again what the broker may not have committed when the product ended. The product
   * accepts an event once.
   */
  public void publishUnsure() {
    installation.producer().publishTexts(unsure);
    unsure = List.of();
  }

  /** Waits until everything published has arrived, or nothing more comes; returns its number. */
  public long awaitAll() {
    long all = events.published() * webhooks;
    awaitProgress(arrivals::distinct, all);
    return all;
  }

  /**
   * Waits until everything published has arrived and is recorded, or nothing more comes. Returns
   * the number of deliveries that are not recorded as succeeded.
   *
   * @param recordedBefore the number that was recorded before the flood
   */
  public long settle(long recordedBefore) {
    long recorded = recordedBefore + awaitAll();
    awaitProgress(installation::recorded, recorded);
    read();
    return recorded - installation.recorded();
  }

  /** Waits until the figure reaches the goal, or has not grown for a while. */
  public void awaitProgress(LongSupplier figure, long goal) {
    long patient = System.nanoTime() + PATIENCE.toNanos();
    long before = -1;
    long now = figure.getAsLong();
    while (now < goal && System.nanoTime() < patient) {
      if (now > before) {
        before = now;
        patient = System.nanoTime() + PATIENCE.toNanos();
      }
      LockSupport.parkNanos(SETTLE_NANOS);
      read();
      now = figure.getAsLong();
    }
  }

  private void read() {
    installation.read(arrivals);
    if (System.nanoTime() > nextReport) {
      long arrived = arrivals.distinct();
      Progress.say(
          "%d deliveries arrived, %d more than before, %d published",
          arrived, arrived - reported, events.published() * webhooks);
      reported = arrived;
      nextReport = System.nanoTime() + REPORT_NANOS;
    }
  }
}
