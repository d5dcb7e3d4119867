package webhooks.bench.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Lanes;
import webhooks.bench.load.Owner;
import webhooks.bench.load.PacedPublisher;
import webhooks.bench.load.SteadyPublisher;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.Latency;
import webhooks.bench.receiver.SilentReceivers;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.HealthyRate;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.Progress;

/**
 * Measures the first deliveries of new accounts, and the rate of a healthy one, beside accounts
 * whose receivers never answer, each with two webhooks and events all the time.
 */
final class DeadAccounts implements Scenario {
  private static final int LANES = 16;
  private static final int WEBHOOKS = 2;
  private static final int DEAD_EVENTS_PER_SECOND = 100;
  private static final int NEW_PER_SECOND = 4;
  private static final double MAX_MILLIS = 1000;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Override
  public List<Result> run(Run run) {
    int dead = run.size(1000, 200);
    try (SilentReceivers silent = new SilentReceivers(dead);
        Installation installation = Installation.onPostgres("dead-accounts")) {
      List<Result> results = new ArrayList<>();
      HealthyRate healthy = new HealthyRate(run, installation);
      Duration time = run.seconds(50, 10);
      int count = 2 * NEW_PER_SECOND * (int) time.toSeconds();
      EventSource fresh = EventSource.ofAccounts(register(installation, count, 1, null));
      EventSource ofDead = EventSource.ofAccounts(register(installation, dead, WEBHOOKS, silent));
      Arrivals first = new Arrivals(1);
      Supplier<List<Result>> whileRunning =
          () -> {
            double seconds = awaitFailures(installation, WEBHOOKS * dead);
            return List.of(
                healthy
                    .beside("dead-accounts-rate", 0.8)
                    .with(Map.of("seconds-until-all-had-failed", seconds)),
                result("dead-accounts", publish(installation, fresh, first, time)));
          };
      results.addAll(beside(whileRunning, installation, ofDead));
      installation.environment().product().stop();
      installation.restart();
      results.add(
          result(
                  "dead-accounts-start",
                  beside(() -> publish(installation, fresh, first, time), installation, ofDead))
              .counted(first.lost(fresh.published()), first.duplicates(fresh.published())));
      return results;
    }
  }

  private static <T> T beside(Supplier<T> work, Installation installation, EventSource dead) {
    return SteadyPublisher.during(work, installation, dead, DEAD_EVENTS_PER_SECOND);
  }

  private static Result result(String name, Latency latency) {
    return new Result(name, latency.percentile(99), "ms p99")
        .with(Target.atMost("value", latency.percentile(99), MAX_MILLIS))
        .with(latency.figures());
  }

  /** Registers webhooks of new accounts, at silent receivers if there are any. */
  private static List<String> register(
      Installation installation, int count, int webhooks, SilentReceivers silent) {
    List<Owner> owners = Stream.generate(installation::owner).limit(count).toList();
    Lanes.each(
        LANES,
        count * webhooks,
        i ->
            installation
                .rest()
                .register(
                    owners.get(i / webhooks).token(),
                    silent == null ? installation.receiver().url(0) : silent.url(i / webhooks)));
    Progress.say("%d webhooks registered", count * webhooks);
    return new ArrayList<>(owners.stream().map(Owner::account).toList());
  }

  /** Waits until an attempt of each webhook has failed. Returns the seconds. */
  private static double awaitFailures(Installation installation, int webhooks) {
    long begin = System.nanoTime();
    long failing = 0;
    while (failing < webhooks && System.nanoTime() - begin < PATIENCE.toNanos()) {
      LockSupport.parkNanos(LOOK_NANOS);
      failing =
          Long.parseLong(
              installation.database().execute("select count(*) from failure_streak").get(0));
    }
    Progress.say("%d of %d webhooks have failed", failing, webhooks);
    return (System.nanoTime() - begin) / 1e9;
  }

  private static Latency publish(
      Installation installation, EventSource events, Arrivals arrivals, Duration time) {
    return new PacedPublisher(installation, events, arrivals, NEW_PER_SECOND).run(time);
  }
}
