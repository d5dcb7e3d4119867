package webhooks.bench.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import webhooks.bench.result.Result;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.scenario.alone.OneByOneJms;
import webhooks.bench.scenario.alone.OneByOneRest;
import webhooks.bench.scenario.alone.Trickle;
import webhooks.bench.scenario.console.ConsolePages;
import webhooks.bench.scenario.neighbours.Neighbours;
import webhooks.bench.scenario.option.Filtered;
import webhooks.bench.scenario.option.OptionCosts;
import webhooks.bench.scenario.option.Resumed;
import webhooks.bench.scenario.option.Throttled;
import webhooks.bench.scenario.server.Requests;
import webhooks.bench.scenario.server.Start;
import webhooks.bench.scenario.throughput.BacklogDrain;
import webhooks.bench.scenario.throughput.Drain;
import webhooks.bench.scenario.throughput.EndToEnd;
import webhooks.bench.scenario.throughput.FanOut;
import webhooks.bench.scenario.throughput.Fleet;
import webhooks.bench.scenario.throughput.HeldSnapshot;
import webhooks.bench.scenario.throughput.History;

/** Names all scenarios. */
public final class Scenarios {
  private Scenarios() {}

  /** Returns all scenarios by name, in the order of a run of all. */
  public static Map<String, Scenario> all() {
    Map<String, Scenario> all = new LinkedHashMap<>();
    all.put("raw", Scenarios::raw);
    all.put("end-to-end", EndToEnd::onPostgres);
    all.put("cold", EndToEnd::cold);
    all.put("drain", new Drain());
    all.put("one-by-one-rest", new OneByOneRest());
    all.put("one-by-one-jms", new OneByOneJms());
    all.put("trickle", new Trickle());
    all.put("cold-one-by-one", OneByOneRest::cold);
    all.put("rest-arrays", OneByOneRest::arrays);
    all.put("fleet", new Fleet());
    all.put("fan-out", new FanOut());
    all.put("latency", new LatencyAlone());
    all.put("isolation", new Isolation());
    all.put("dead-accounts", new DeadAccounts());
    all.put("blocked", new Blocked());
    all.put("paused", new Paused());
    all.put("filtered", new Filtered());
    all.put("options", new OptionCosts());
    all.put("resumed", new Resumed());
    all.put("throttled", new Throttled());
    all.put("retries", new Retries());
    all.put("million", new Million());
    all.put("receivers", new Receivers());
    all.put("backlog", new BacklogDrain());
    all.put("held-snapshot", new HeldSnapshot());
    all.put("history", new History());
    all.put("h2", EndToEnd::onH2);
    all.put("api", new RestApi());
    all.put("console", new ConsolePages());
    all.put("requests", new Requests());
    all.put("start", new Start());
    all.put("neighbours", new Neighbours());
    all.put("crash", new Crash());
    all.put("nodes", new Nodes());
    all.put("hour", new Hour());
    return Collections.unmodifiableMap(all);
  }

  private static List<Result> raw(Run run) {
    return List.of(new Result("raw", run.raw(), "requests/s").comparedTo(run.raw()));
  }
}
