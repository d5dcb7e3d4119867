package webhooks.bench.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Flood;
import webhooks.bench.load.Installation;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.ResidentMemory;
import webhooks.bench.measure.Snapshot;
import webhooks.bench.receiver.SignatureSample;
import webhooks.it.harness.Progress;

/**
 * Gathers deliveries in the database while their receiver has asked for a pause, then measures how
 * fast they are sent.
 *
 * <p>So the rows are the product's own, whatever its tables look like.
 */
public final class DrainedBacklog {
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int WARM_UP_ROUNDS = 2;

  private final Installation installation;
  private final EventSource events;
  private final Arrivals arrivals = new Arrivals(1);
  private final Flood flood;
  private final FaultCount faultCount;
  private final long acceptedBefore;

  /** Prepares a measurement with the events of one webhook. */
  public DrainedBacklog(Installation installation, EventSource events) {
    this.installation = installation;
    this.events = events;
    this.flood = new Flood(installation, events, arrivals, 1);
    this.faultCount = FaultCount.begin(installation);
    this.acceptedBefore = installation.accepted();
  }

  /**
   * Delivers as usual for a while and drains two backlogs, so that the JVM compiles what a drain
   * needs. The yardstick counts its third round too.
   */
  public void warmUp(Run run) {
    flood.runFor(run.seconds(40, 10));
    faultCount.settle(flood);
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      drain(run.size(100_000, 10_000), run.seconds(30, 5));
    }
  }

  /**
   * Gathers this many deliveries and measures until the last has arrived. The rate is that of the
   * deliveries that arrive after intake has ended. The faults are those since the constructor.
   *
   * @param pause the time for intake
   */
  public Throughput drain(int count, Duration pause) {
    SignatureSample sample = installation.receiver().sample();
    sample.pauseOnce(pause);
    flood.publishAll(SignatureSample.STEP);
    await(sample::hasPaused, "the pause");
    flood.publishAll(count);
    long all = events.published();
    await(() -> installation.accepted() - acceptedBefore >= all, "intake");
    long waiting = arrivals.distinct();
    Progress.say("intake has ended; %d deliveries wait", all - waiting);
    await(() -> arrivals.distinct() > waiting, "the end of the pause");
    Snapshot begin = installation.snapshot(arrivals);
    await(() -> arrivals.distinct() >= all, "the last delivery");
    Snapshot end = installation.snapshot(arrivals);
    double resident = ResidentMemory.megabytes(installation.environment().product().pid());
    Faults faults = faultCount.end(flood, arrivals, all);
    return new Throughput(
        Double.NaN, end.rateSince(begin), end.costsSince(begin), resident, faults);
  }

  /** Waits, but at most ten minutes: a delivery that is lost never comes. */
  private void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        Progress.say("%s did not come within ten minutes", what);
        return;
      }
      LockSupport.parkNanos(STEP_NANOS);
      installation.read(arrivals);
    }
  }
}
