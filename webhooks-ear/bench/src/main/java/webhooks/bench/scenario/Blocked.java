package webhooks.bench.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Flood;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Lanes;
import webhooks.bench.load.Owner;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.ThreadCpu;
import webhooks.bench.receiver.SilentReceivers;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.HealthyRate;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.Progress;

/** Measures a healthy webhook beside very many with a backlog whose receivers never answer. */
final class Blocked implements Scenario {
  private static final int LANES = 16;
  private static final int PER_ACCOUNT = 200;
  private static final int EVENTS = 3;
  private static final String CLAIMER = "webhooks.delivery.dispatch.Claimer.run";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  @Override
  public List<Result> run(Run run) {
    int accounts = run.size(100, 10);
    try (SilentReceivers silent = new SilentReceivers(accounts * 10);
        Installation installation = Installation.onPostgres("blocked")) {
      HealthyRate healthy = new HealthyRate(run, installation);
      block(installation, silent, accounts);
      long pid = installation.environment().product().pid();
      double before = ThreadCpu.seconds(pid, CLAIMER);
      long begin = System.nanoTime();
      LockSupport.parkNanos(run.seconds(60, 5).toNanos());
      double idle = share(pid, before, begin);
      before = ThreadCpu.seconds(pid, CLAIMER);
      begin = System.nanoTime();
      Result result = healthy.beside("blocked", 0.9);
      double busy = share(pid, before, begin);
      return List.of(
          result
              .with(Target.atMost("claimer-busy", busy, 0.05))
              .with(Map.of("claimer-idle", idle, "claimer-busy", busy)));
    }
  }

  /** Returns the share of a core that the claimer has used. */
  private static double share(long pid, double cpuBefore, long begin) {
    return 1e9 * (ThreadCpu.seconds(pid, CLAIMER) - cpuBefore) / (System.nanoTime() - begin);
  }

  /** Registers webhooks, and publishes events for all of them until these are stored. */
  private static void block(Installation installation, SilentReceivers silent, int accounts) {
    List<Owner> owners = Stream.generate(installation::owner).limit(accounts).toList();
    int webhooks = accounts * PER_ACCOUNT;
    Lanes.each(
        LANES,
        webhooks,
        i ->
            installation
                .rest()
                .register(owners.get(i / PER_ACCOUNT).token(), silent.url(i / (PER_ACCOUNT / 10))));
    Progress.say("%d webhooks registered", webhooks);
    EventSource events = EventSource.ofAccounts(owners.stream().map(Owner::account).toList());
    long goal = installation.accepted() + (long) EVENTS * accounts;
    new Flood(installation, events, new Arrivals(1), 1).publishAll((long) EVENTS * accounts);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (installation.accepted() < goal && System.nanoTime() < end) {
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
