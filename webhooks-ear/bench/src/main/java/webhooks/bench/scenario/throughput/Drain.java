package webhooks.bench.scenario.throughput;

import java.util.List;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.result.Result;
import webhooks.bench.run.DrainedBacklog;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.run.Throughput;

/** Measures how fast deliveries that are due in PostgreSQL are sent and recorded. */
public final class Drain implements Scenario {
  @Override
  public List<Result> run(Run run) {
    double raw = run.raw();
    try (Installation installation = Installation.onPostgres("drain")) {
      Owner owner = installation.owner();
      installation.rest().register(owner.token(), installation.receiver().url(0)).join();
      DrainedBacklog backlog = new DrainedBacklog(installation, owner.events());
      backlog.warmUp(run);
      Throughput drained = backlog.drain(run.size(300_000, 50_000), run.seconds(90, 12));
      return List.of(drained.result("drain").comparedTo(raw).ratioAtLeast(0.4));
    }
  }
}
