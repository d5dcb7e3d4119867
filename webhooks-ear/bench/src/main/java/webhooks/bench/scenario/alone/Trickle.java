package webhooks.bench.scenario.alone;

import java.util.ArrayList;
import java.util.List;
import webhooks.bench.load.RestPublisher;
import webhooks.bench.measure.Latency;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;

/** Measures events that come by REST at the rates of most installations, one in a request. */
public final class Trickle implements Scenario {
  /** Events a second, and the highest CPU time of an event at that rate, in microseconds. */
  private record Rate(int perSecond, double micros) {}

  private static final List<Rate> RATES = List.of(new Rate(100, 4_000), new Rate(500, 1_500));

  @Override
  public List<Result> run(Run run) {
    List<Result> results = new ArrayList<>();
    try (AloneRun alone = new AloneRun("trickle", run.raw())) {
      RestPublisher publisher = alone.publisher(1);
      publisher.publishAll(16, run.size(20_000, 1_000));
      for (Rate rate : RATES) {
        results.add(measure(run, alone, publisher, rate));
      }
    }
    return results;
  }

  private static Result measure(Run run, AloneRun alone, RestPublisher publisher, Rate rate) {
    Latency[] latency = new Latency[1];
    Result result =
        alone.measure(
            "trickle-" + rate.perSecond(),
            () -> latency[0] = publisher.publishPaced(rate.perSecond(), run.seconds(60, 5)));
    return result
        .with(latency[0].figures())
        .with(alone.cpuAtMost(result, rate.micros()))
        .with(Target.atMost("p50-ms", latency[0].percentile(50), alone.scaled(6)))
        .with(Target.atMost("p99-ms", latency[0].percentile(99), alone.scaled(25)));
  }
}
