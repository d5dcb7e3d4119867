package webhooks.bench.scenario.neighbours;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.bench.load.Installation;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.Progress;

/**
 * Measures what a healthy tenant and a health check notice of each attack: a request to read, one
 * to create, the time from publication to the first attempt, and {@code /health/live}.
 *
 * <p>Each attack is bounded in connections and time, and goes to this machine alone. Attacks that
 * can damage a node for good come last. A node that does not recover within a minute is replaced.
 */
public final class Neighbours implements Scenario {
  private static final double USUAL_MILLIS = 1_000;

  @Override
  public List<Result> run(Run run) {
    List<Result> results = new ArrayList<>();
    List<String> left = new ArrayList<>(Attacks.NAMES);
    while (!left.isEmpty()) {
      try (Neighbourhood neighbourhood = new Neighbourhood()) {
        HealthyTenant tenant = neighbourhood.tenant();
        tenant.measure(run.seconds(15, 8));
        Map<String, Timings> without = tenant.measure(run.seconds(20, 8));
        boolean healthy = true;
        while (healthy && !left.isEmpty()) {
          String attack = left.remove(0);
          Optional<Map<String, Timings>> during =
              measure(neighbourhood, attack, run.seconds(15, 8));
          during.ifPresent(timings -> results.addAll(results(attack, without, timings)));
          healthy = tenant.isHealthyWithin(Duration.ofMinutes(1));
          if (!healthy) {
            Progress.say("%s: the node has not recovered and is replaced", attack);
          }
        }
      }
    }
    return results;
  }

  private static Optional<Map<String, Timings>> measure(
      Neighbourhood neighbourhood, String attack, Duration time) {
    Optional<Step> step = neighbourhood.attacks().named(attack);
    if (step.isEmpty()) {
      Progress.say("%s is left out: only root can give the product a name server", attack);
      return Optional.empty();
    }
    Progress.say("attack %s", attack);
    Attackers attackers = new Attackers(Attacks.connections(attack), step.get());
    try {
      return Optional.of(neighbourhood.tenant().measure(time));
    } finally {
      attackers.end();
    }
  }

  private static List<Result> results(
      String attack, Map<String, Timings> without, Map<String, Timings> during) {
    List<Result> results = new ArrayList<>();
    during.forEach(
        (what, timings) -> {
          Timings usual = without.get(what);
          double limit = Math.max(USUAL_MILLIS, 2 * usual.percentile(99));
          Map<String, Double> figures = new LinkedHashMap<>(timings.figures(""));
          figures.putAll(usual.figures("-without"));
          Progress.say("%s: %s p99 %.0f ms", attack, what, timings.percentile(99));
          results.add(
              new Result(attack + ": " + what, timings.percentile(99), "ms p99")
                  .comparedTo(usual.percentile(99))
                  .with(Target.atMost("value", timings.percentile(99), limit))
                  .with(figures));
        });
    return results;
  }

  /** A node with a healthy tenant, and what attacks it. */
  private static final class Neighbourhood implements AutoCloseable {
    private final SlowNames names = new SlowNames();
    private final Installation installation =
        Installation.onPostgres("neighbours", names::configure);
    private final HealthyTenant tenant = new HealthyTenant(installation, names);
    private final Attacks attacks = new Attacks(installation, names);

    HealthyTenant tenant() {
      return tenant;
    }

    Attacks attacks() {
      return attacks;
    }

    @Override
    public void close() {
      installation.close();
      names.close();
    }
  }
}
