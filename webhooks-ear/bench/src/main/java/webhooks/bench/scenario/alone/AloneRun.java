package webhooks.bench.scenario.alone;

import java.util.Map;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.load.RestPublisher;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.Snapshot;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;

/** An installation with one webhook, and what one step of a scenario costs in it. */
final class AloneRun implements AutoCloseable {
  /** The yardstick for which the targets in microseconds and milliseconds hold. */
  private static final double TARGET_RAW = 24_500;

  private final Installation installation;
  private final EventSource events;
  private final Arrivals arrivals = new Arrivals(1);
  private final Map<String, Double> failures;
  private final double raw;

  /**
   * Starts the product and registers the webhook.
   *
   * @param raw the yardstick of the run
   */
  AloneRun(String name, double raw) {
    this.raw = raw;
    installation = Installation.onPostgres(name);
    Owner owner = installation.owner();
    installation.rest().register(owner.token(), installation.receiver().url(0)).join();
    events = owner.events();
    failures = installation.failures();
  }

  Installation installation() {
    return installation;
  }

  EventSource events() {
    return events;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  /** Returns a publisher of this many events in a request. */
  RestPublisher publisher(int batch) {
    return new RestPublisher(installation, events, arrivals, batch);
  }

  /**
   * Runs a step to the arrival of its last event. Its value is the rate of arrivals, and its ratio
   * that to the yardstick; its figures have the CPU time of an event.
   */
  Result measure(String scenario, Runnable step) {
    Snapshot before = installation.snapshot(arrivals);
    step.run();
    Snapshot after = installation.snapshot(arrivals);
    return counted(
        new Result(scenario, after.rateSince(before), "events/s")
            .comparedTo(raw)
            .with(after.costsSince(before)));
  }

  /**
   * Returns a bound for the CPU time of product and database, in microseconds.
   *
   * @param micros the bound on a machine with the yardstick of the targets
   */
  Target cpuAtMost(Result result, double micros) {
    double used = result.figures().get("cpu-us-server") + result.figures().get("cpu-us-postgresql");
    return Target.atMost("cpu-us", used, scaled(micros));
  }

  /** Returns a time on this machine that is as long as the given one on that of the targets. */
  double scaled(double time) {
    return time * TARGET_RAW / raw;
  }

  private Result counted(Result result) {
    Result all = result;
    for (Map.Entry<String, Double> now : installation.failures().entrySet()) {
      double count = now.getValue() - failures.getOrDefault(now.getKey(), 0.0);
      if (count > 0) {
        all = all.with(Map.of(now.getKey(), count));
      }
    }
    return all.counted(arrivals.lost(events.published()), arrivals.duplicates(events.published()));
  }

  @Override
  public void close() {
    installation.close();
  }
}
