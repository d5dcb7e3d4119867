package webhooks.bench.scenario.throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Lanes;
import webhooks.bench.load.Owner;
import webhooks.bench.result.Result;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.run.Throughput;

/** Measures what a delivery costs if one event goes to 1, 10 and 1,000 webhooks. */
public final class FanOut implements Scenario {
  private static final List<Integer> WEBHOOKS = List.of(1, 10, 1_000);
  private static final int LANES = 16;

  /** Two measurements of the same thing differ by so much. */
  private static final double NOISE = 1.05;

  @Override
  public List<Result> run(Run run) {
    List<Result> results = new ArrayList<>();
    double single = 0;
    try (Installation installation = Installation.onPostgres("fan-out")) {
      for (int webhooks : WEBHOOKS) {
        Owner owner = installation.owner();
        register(installation, owner, webhooks);
        Throughput throughput =
            Throughput.measure(installation, Throughput.Load.of(run, owner.events(), webhooks));
        single = results.isEmpty() ? throughput.micros() : single;
        results.add(
            throughput
                .checked(
                    new Result("fan-out-" + webhooks, throughput.micros(), "us CPU/delivery")
                        .comparedTo(single)
                        .ratioAtMost(NOISE))
                .with(Map.of("deliveries-per-second", throughput.rate())));
      }
    }
    return results;
  }

  /** Registers numbered webhooks that all get the events of the owner's account. */
  static void register(Installation installation, Owner owner, int webhooks) {
    Lanes.each(
        LANES,
        webhooks,
        i -> installation.rest().register(owner.token(), installation.receiver().url(i)));
  }
}
