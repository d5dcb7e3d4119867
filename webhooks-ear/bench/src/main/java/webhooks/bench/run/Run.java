package webhooks.bench.run;

import java.time.Duration;
import webhooks.bench.load.Installation;

/**
 * One run of the harness: its extent, and the values that scenarios compare theirs with.
 *
 * <p>Measures such a value when it is first needed, and in a full run again when it has become old:
 * a machine's speed changes from hour to hour.
 */
public final class Run {
  private static final Duration OLD = Duration.ofMinutes(3);

  private final boolean quick;
  private Yardstick yardstick;
  private double raw;
  private long rawMeasured;
  private Throughput endToEnd;
  private long endToEndMeasured;

  /** Begins a run with the reduced forms or the full ones. */
  public Run(boolean quick) {
    this.quick = quick;
  }

  /** Returns a number of the form that runs. */
  public int size(int full, int reduced) {
    return quick ? reduced : full;
  }

  /** Returns a time of the form that runs. */
  public Duration seconds(int full, int reduced) {
    return Duration.ofSeconds(size(full, reduced));
  }

  /** Returns the yardstick, not an old one: the requests per second of the HTTP client alone. */
  public double raw() {
    yardstick();
    if (isOld(rawMeasured)) {
      raw = Yardstick.measure(this).rate();
      rawMeasured = System.nanoTime();
    }
    return raw;
  }

  /** Returns what the HTTP client does alone, at its beginning and later: the first measurement. */
  public Yardstick yardstick() {
    if (yardstick == null) {
      yardstick = Yardstick.measure(this);
      raw = yardstick.rate();
      rawMeasured = System.nanoTime();
    }
    return yardstick;
  }

  /** Returns the throughput from JMS to the record, on PostgreSQL with one webhook: no old one. */
  public Throughput endToEnd() {
    if (endToEnd == null || isOld(endToEndMeasured)) {
      endToEnd = measureEndToEnd();
      endToEndMeasured = System.nanoTime();
    }
    return endToEnd;
  }

  private boolean isOld(long measured) {
    return !quick && System.nanoTime() - measured > OLD.toNanos();
  }

  private Throughput measureEndToEnd() {
    try (Installation installation = Installation.onPostgres("end-to-end")) {
      return Throughput.measure(installation, Throughput.Load.ofOneWebhook(this, installation));
    }
  }
}
