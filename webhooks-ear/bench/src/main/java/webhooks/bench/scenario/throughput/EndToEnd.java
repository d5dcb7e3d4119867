package webhooks.bench.scenario.throughput;

import java.util.List;
import java.util.Map;
import webhooks.bench.load.Installation;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Throughput;
import webhooks.bench.run.Yardstick;

/**
 * Measures from JMS through the durable event and the signed request to the durable attempt, with
 * one webhook.
 */
public final class EndToEnd {
  private EndToEnd() {}

  /** Measures PostgreSQL. */
  public static List<Result> onPostgres(Run run) {
    double raw = run.raw();
    Throughput throughput = run.endToEnd();
    return List.of(
        throughput
            .result("end-to-end")
            .comparedTo(raw)
            .ratioAtLeast(0.2)
            .with(Target.atLeast("value", throughput.rate(), 12_000)));
  }

  /**
   * Reports the first deliveries after the start that {@link #onPostgres} measures too, and the
   * first requests of the HTTP client alone.
   */
  public static List<Result> cold(Run run) {
    Yardstick raw = run.yardstick();
    Throughput throughput = run.endToEnd();
    return List.of(
        new Result("cold", throughput.cold(), "deliveries/s")
            .comparedTo(throughput.rate())
            .ratioAtLeast(0.5)
            .counted(throughput.faults().lost(), throughput.faults().duplicates())
            .with(Map.of("raw-cold-rate", raw.cold(), "raw-cold-ratio", raw.cold() / raw.rate())));
  }

  /** Measures the embedded database, durable as shipped. */
  public static List<Result> onH2(Run run) {
    double raw = run.raw();
    try (Installation installation = Installation.onH2("h2")) {
      Throughput throughput =
          Throughput.measure(installation, Throughput.Load.ofOneWebhook(run, installation));
      return List.of(
          throughput
              .result("h2")
              .comparedTo(raw)
              .with(Target.atLeast("value", throughput.rate(), 5_000)));
    }
  }
}
