package webhooks.bench.run;

import java.util.Map;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Flood;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.result.Result;

/**
 * The rate of a webhook that is flooded and whose receiver answers, beside what others do.
 *
 * <p>Each measurement begins after the flood has run for a while: after a minute without one the
 * first ten seconds were 0.75 as fast, also with no other webhook.
 */
public final class HealthyRate {
  private final Run run;
  private final EventSource events;
  private final Arrivals arrivals = new Arrivals(1);
  private final Flood flood;
  private final double without;

  /** Registers the webhook, warms it up, and measures it alone. */
  public HealthyRate(Run run, Installation installation) {
    this.run = run;
    Owner owner = installation.owner();
    installation.rest().register(owner.token(), installation.receiver().url(0)).join();
    events = owner.events();
    flood = new Flood(installation, events, arrivals, 1);
    flood.runFor(run.seconds(20, 5));
    without = measure();
  }

  private double measure() {
    flood.runFor(run.seconds(40, 1));
    long before = arrivals.distinct();
    long begin = System.nanoTime();
    flood.runFor(run.seconds(20, 5));
    double rate = 1e9 * (arrivals.distinct() - before) / (System.nanoTime() - begin);
    flood.awaitAll();
    return rate;
  }

  /**
   * Measures it beside the others.
   *
   * @param ratio the lowest good ratio to the rate alone
   */
  public Result beside(String scenario, double ratio) {
    double with = measure();
    return new Result(scenario, with, "deliveries/s")
        .comparedTo(without)
        .ratioAtLeast(ratio)
        .counted(arrivals.lost(events.published()), arrivals.duplicates(events.published()))
        .with(Map.of("rate-without", without));
  }
}
