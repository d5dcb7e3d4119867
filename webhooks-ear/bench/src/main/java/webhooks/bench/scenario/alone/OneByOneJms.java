package webhooks.bench.scenario.alone;

import java.util.List;
import webhooks.bench.result.Result;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;

/** Measures events of eight publishers by JMS, one message in a transaction. */
public final class OneByOneJms implements Scenario {
  private static final int PUBLISHERS = 8;

  @Override
  public List<Result> run(Run run) {
    try (AloneRun alone = new AloneRun("one-by-one-jms", run.raw())) {
      JmsPublishers publishers = new JmsPublishers(alone, PUBLISHERS, 1);
      publishers.publishFor(run.seconds(40, 4));
      Result result =
          alone.measure("one-by-one-jms", () -> publishers.publishFor(run.seconds(30, 5)));
      return List.of(result.ratioAtLeast(0.08).with(alone.cpuAtMost(result, 900)));
    }
  }
}
