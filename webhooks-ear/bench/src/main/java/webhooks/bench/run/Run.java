package webhooks.bench.run;

import java.time.Duration;
import webhooks.bench.load.Installation;

/**
 * One run of the harness: its extent, and the values that scenarios compare theirs with.
 *
 * <p>Measures such a value when it is first needed, and once in a run.
 */
public final class Run {
  private final boolean quick;
  private Yardstick yardstick;
  private Throughput endToEnd;

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

  /** Returns the yardstick of this run: the requests per second of the HTTP client alone. */
  public double raw() {
    return yardstick().rate();
  }

  /** Returns what the HTTP client does alone, at its beginning and later. */
  public Yardstick yardstick() {
    if (yardstick == null) {
      yardstick = Yardstick.measure(this);
    }
    return yardstick;
  }

  /** Returns the throughput from JMS to the record, on PostgreSQL with one webhook. */
  public Throughput endToEnd() {
    if (endToEnd == null) {
      endToEnd = measureEndToEnd();
    }
    return endToEnd;
  }

  private Throughput measureEndToEnd() {
    try (Installation installation = Installation.onPostgres("end-to-end")) {
      return Throughput.measure(installation, Throughput.Load.ofOneWebhook(this, installation));
    }
  }
}
