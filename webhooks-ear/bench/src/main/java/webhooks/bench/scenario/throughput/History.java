package webhooks.bench.scenario.throughput;

import java.util.List;
import java.util.Map;
import webhooks.bench.load.Installation;
import webhooks.bench.result.Result;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.run.Throughput;
import webhooks.it.harness.Progress;
import webhooks.it.harness.database.Backlog;

/** Measures {@code end-to-end} with many finished deliveries, of which the oldest are purged. */
public final class History implements Scenario {
  private static final int BLOCK = 1_000_000;

  @Override
  public List<Result> run(Run run) {
    double reference = run.endToEnd().rate();
    try (Installation installation = Installation.onPostgres("history")) {
      int finished = run.size(50 * BLOCK, BLOCK / 2);
      Backlog rows = new Backlog(installation.database());
      String old =
          installation
              .rest()
              .register(installation.owner().token(), installation.receiver().url(0))
              .join();
      rows.writeEvents(BLOCK);
      for (int written = 0; written < finished; written += BLOCK) {
        rows.writeSucceeded(old, Math.min(BLOCK, finished - written));
      }
      rows.analyze();
      Progress.say("%d finished deliveries", finished);
      Throughput throughput =
          Throughput.measure(installation, Throughput.Load.ofOneWebhook(run, installation));
      return List.of(
          throughput
              .result("history")
              .comparedTo(reference)
              .ratioAtLeast(0.9)
              .with(Map.of("finished", (double) finished)));
    }
  }
}
