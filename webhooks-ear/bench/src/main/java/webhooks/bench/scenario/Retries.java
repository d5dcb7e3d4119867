package webhooks.bench.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.Progress;
import webhooks.it.harness.database.Backlog;

/** Measures an account's retries while very many of another account are due at once. */
final class Retries implements Scenario {
  private static final int OWN = 200;
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  @Override
  public List<Result> run(Run run) {
    int others = run.size(1_000_000, 100_000);
    try (Installation installation = Installation.onPostgres("retries")) {
      String other = register(installation);
      String own = register(installation);
      Backlog rows = new Backlog(installation.database());
      rows.writeEvents(others);
      rows.writeRetries(other, others, Duration.ofSeconds(run.size(40, 10)));
      rows.analyze();
      rows.writeRetries(own, OWN, Duration.ofSeconds(run.size(45, 12)), INTERVAL);
      List<Double> delays = awaitAttempts(rows, own);
      double p99 = delays.get((int) Math.ceil(0.99 * delays.size()) - 1);
      return List.of(
          new Result("retries", p99, "s p99")
              .with(Target.atMost("value", p99, 2))
              .with(
                  Map.of("attempted", (double) delays.size(), "p50", delays.get(delays.size() / 2)))
              .with(Target.atLeast("attempted", delays.size(), OWN)));
    }
  }

  private static List<Double> awaitAttempts(Backlog rows, String webhook) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<Double> delays = rows.retryDelays(webhook);
    while (delays.size() < OWN && System.nanoTime() < end) {
      LockSupport.parkNanos(STEP_NANOS);
      delays = rows.retryDelays(webhook);
    }
    Progress.say("%d of %d retries were attempted", delays.size(), OWN);
    return delays;
  }

  private static String register(Installation installation) {
    Owner owner = installation.owner();
    return installation.rest().register(owner.token(), installation.receiver().url(0)).join();
  }
}
