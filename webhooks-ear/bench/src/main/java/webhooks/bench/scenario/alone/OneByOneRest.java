package webhooks.bench.scenario.alone;

import java.util.ArrayList;
import java.util.List;
import webhooks.bench.load.RestPublisher;
import webhooks.bench.result.Result;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;

/** Measures events that are published by REST, one in a request, as fast as they are accepted. */
public final class OneByOneRest implements Scenario {
  private static final int MANY = 64;

  /** Measures 16 and 64 connections, after 50,000 events. */
  @Override
  public List<Result> run(Run run) {
    List<Result> results = new ArrayList<>();
    try (AloneRun alone = new AloneRun("one-by-one-rest", run.raw())) {
      RestPublisher publisher = alone.publisher(1);
      publisher.publishAll(MANY, run.size(50_000, 2_000));
      for (int connections : new int[] {16, MANY}) {
        Result result =
            alone.measure(
                "one-by-one-rest-" + connections,
                () -> publisher.publishFor(connections, run.seconds(30, 5)));
        results.add(result.ratioAtLeast(0.08).with(alone.cpuAtMost(result, 900)));
      }
    }
    return results;
  }

  /** Measures the first 20,000 events after the start. */
  public static List<Result> cold(Run run) {
    try (AloneRun alone = new AloneRun("cold-one-by-one", run.raw())) {
      RestPublisher publisher = alone.publisher(1);
      Result result =
          alone.measure(
              "cold-one-by-one", () -> publisher.publishAll(MANY, run.size(20_000, 1_000)));
      return List.of(result.ratioAtLeast(0.03));
    }
  }

  /** Measures arrays of 100 events on four connections, beside the same batches by JMS. */
  public static List<Result> arrays(Run run) {
    int batch = 100;
    int publishers = 4;
    try (AloneRun alone = new AloneRun("rest-arrays", run.raw())) {
      RestPublisher rest = alone.publisher(batch);
      JmsPublishers jms = new JmsPublishers(alone, publishers, batch);
      rest.publishAll(publishers, run.size(100_000, 5_000));
      jms.publishFor(run.seconds(20, 2));
      Result byJms = alone.measure("jms", () -> jms.publishFor(run.seconds(30, 5)));
      Result byRest =
          alone.measure("rest-arrays", () -> rest.publishFor(publishers, run.seconds(30, 5)));
      return List.of(byRest.comparedTo(byJms.value()).ratioAtLeast(0.9));
    }
  }
}
