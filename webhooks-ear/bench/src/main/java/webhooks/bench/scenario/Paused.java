package webhooks.bench.scenario;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import webhooks.bench.load.Installation;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.HealthyRate;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.Progress;
import webhooks.it.harness.database.Backlog;
import webhooks.it.harness.server.CpuTime;

/** Measures what very many paused webhooks with a backlog cost. */
final class Paused implements Scenario {
  @Override
  public List<Result> run(Run run) {
    int webhooks = run.size(100_000, 10_000);
    try (Installation installation = Installation.onPostgres("paused")) {
      HealthyRate healthy = new HealthyRate(run, installation);
      double without = idle(run, installation);
      Backlog rows = new Backlog(installation.database());
      rows.writeEvents(webhooks);
      rows.writePaused(webhooks);
      rows.analyze();
      Progress.say("%d webhooks are paused", webhooks);
      double with = idle(run, installation) - without;
      return List.of(
          healthy
              .beside("paused", 0.9)
              .with(Target.atMost("idle-cpu", with, 0.1))
              .with(Map.of("idle-cpu", with, "idle-cpu-without", without)));
    }
  }

  /** Returns the share of a core that the product and PostgreSQL use without a load. */
  private static double idle(Run run, Installation installation) {
    double before = cpu(installation);
    long begin = System.nanoTime();
    LockSupport.parkNanos(run.seconds(60, 5).toNanos());
    return 1e9 * (cpu(installation) - before) / (System.nanoTime() - begin);
  }

  private static double cpu(Installation installation) {
    return CpuTime.ofProcess(installation.environment().product().pid())
        + installation.databaseCpuSeconds();
  }
}
