package webhooks.bench.scenario.throughput;

import java.util.List;
import java.util.Map;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.result.Result;
import webhooks.bench.run.DrainedBacklog;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.run.Throughput;
import webhooks.it.harness.database.Backlog;

/** Measures {@code drain} again with a million pending deliveries that are due tomorrow. */
public final class BacklogDrain implements Scenario {
  @Override
  public List<Result> run(Run run) {
    try (Installation installation = Installation.onPostgres("backlog")) {
      Owner owner = installation.owner();
      installation.rest().register(owner.token(), installation.receiver().url(0)).join();
      DrainedBacklog backlog = new DrainedBacklog(installation, owner.events());
      backlog.warmUp(run);
      int count = run.size(300_000, 40_000);
      Throughput without = backlog.drain(count, run.seconds(90, 12));
      int pending = run.size(1_000_000, 200_000);
      String late =
          installation
              .rest()
              .register(installation.owner().token(), installation.receiver().url(0))
              .join();
      Backlog rows = new Backlog(installation.database());
      rows.writeEvents(pending);
      rows.writeDueTomorrow(late, pending);
      rows.analyze();
      Throughput with = backlog.drain(count, run.seconds(90, 12));
      return List.of(
          with.result("backlog")
              .comparedTo(without.rate())
              .ratioAtLeast(0.9)
              .with(Map.of("rate-without", without.rate())));
    }
  }
}
