package webhooks.bench.scenario;

import java.util.List;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.load.PacedPublisher;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.Latency;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;

/** Measures the time from the intended publication of an event to its arrival, without a load. */
final class LatencyAlone implements Scenario {
  static final int PER_SECOND = 500;

  @Override
  public List<Result> run(Run run) {
    try (Installation installation = Installation.onPostgres("latency")) {
      Owner owner = installation.owner();
      installation.rest().register(owner.token(), installation.receiver().url(0)).join();
      Arrivals arrivals = new Arrivals(1);
      EventSource events = owner.events();
      PacedPublisher publisher = new PacedPublisher(installation, events, arrivals, PER_SECOND);
      publisher.run(run.seconds(60, 10));
      Latency latency = publisher.run(run.seconds(60, 10));
      long published = events.published();
      return List.of(
          new Result("latency", latency.percentile(99), "ms p99")
              .with(Target.atMost("p50-ms", latency.percentile(50), 5))
              .with(Target.atMost("p99-ms", latency.percentile(99), 50))
              .counted(arrivals.lost(published), arrivals.duplicates(published))
              .with(latency.figures()));
    }
  }
}
