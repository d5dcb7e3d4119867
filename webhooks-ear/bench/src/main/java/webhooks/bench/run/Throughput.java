package webhooks.bench.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Flood;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.ResidentMemory;
import webhooks.bench.measure.Snapshot;
import webhooks.bench.result.Result;

/**
 * How many deliveries per second an installation makes under a flood of events.
 *
 * @param cold the rate of the first deliveries after the start
 * @param rate the rate after the warm-up
 * @param costs what a delivery costs, by name
 * @param residentMegabytes the memory of the server at the end
 */
public record Throughput(
    double cold, double rate, Map<String, Double> costs, double residentMegabytes, Faults faults) {
  /** The load of a measurement: the events, their webhooks, and how long it lasts. */
  public record Load(EventSource events, int webhooks, int first, Duration warmUp, Duration time) {
    /** Returns the usual load. */
    public static Load of(Run run, EventSource events, int webhooks) {
      return new Load(
          events, webhooks, run.size(20_000, 5_000), run.seconds(60, 8), run.seconds(60, 8));
    }

    /** Registers one webhook and returns the usual load for it. */
    public static Load ofOneWebhook(Run run, Installation installation) {
      Owner owner = installation.owner();
      installation.rest().register(owner.token(), installation.receiver().url(0)).join();
      return of(run, owner.events(), 1);
    }

    /** Returns the same load for another time. */
    public Load lasting(Duration other) {
      return new Load(events, webhooks, first, warmUp, other);
    }
  }

  /** Warms an installation up and measures it. */
  public static Throughput measure(Installation installation, Load load) {
    Arrivals arrivals = new Arrivals(load.webhooks());
    Flood flood = new Flood(installation, load.events(), arrivals, load.webhooks());
    FaultCount count = FaultCount.begin(installation);
    Snapshot start = installation.snapshot(arrivals);
    flood.runToArrival(load.first());
    double cold = installation.snapshot(arrivals).rateSince(start);
    flood.runFor(load.warmUp());
    Snapshot warm = installation.snapshot(arrivals);
    flood.runFor(load.time());
    Snapshot end = installation.snapshot(arrivals);
    double resident = ResidentMemory.megabytes(installation.environment().product().pid());
    Faults faults = count.end(flood, arrivals, load.events().published());
    return new Throughput(cold, end.rateSince(warm), end.costsSince(warm), resident, faults);
  }

  /** Returns a result with this rate, the count and the costs. */
  public Result result(String scenario) {
    return checked(new Result(scenario, rate, "deliveries/s"));
  }

  /** Returns the same result with the costs and the faults. */
  public Result checked(Result result) {
    Map<String, Double> figures = new LinkedHashMap<>(costs);
    figures.put("rss-mb", residentMegabytes);
    figures.put("cold-rate", cold);
    return faults.addTo(result.with(figures));
  }

  /** Returns the CPU time of the product and its database for a delivery, in microseconds. */
  public double micros() {
    return costs.get("cpu-us-server") + costs.getOrDefault("cpu-us-postgresql", 0.0);
  }
}
