package webhooks.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import webhooks.bench.load.CpuShare;
import webhooks.bench.load.Installation;
import webhooks.bench.result.Result;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.run.Throughput;
import webhooks.it.harness.Progress;
import webhooks.it.harness.selection.RunSettings;
import webhooks.it.harness.server.Product;

/**
 * Measures {@code end-to-end} with one, two and three nodes of a quarter of a core each, so that
 * one node leaves room for others. Three use nearly all of a machine with two cores.
 */
final class Nodes implements Scenario {
  private static final int MAX_NODES = 3;
  private static final double SHARE = 0.25;

  /** The measurements without and with the limit. The first one also warms the JVMs up. */
  private record Rates(Throughput unlimited, Throughput limited) {}

  @Override
  public List<Result> run(Run run) {
    if (RunSettings.broker().equals("own")) {
      Progress.say("nodes: not measured, because several nodes need -Dwebhooks.it.broker=artemis");
      return List.of();
    }
    List<Result> results = new ArrayList<>();
    double single = 0;
    for (int nodes = 1; nodes <= MAX_NODES; nodes++) {
      Rates rates = measure(run, nodes);
      single = nodes == 1 ? rates.limited().rate() : single;
      results.add(rates.unlimited().result("nodes-" + nodes + "-unlimited"));
      results.add(
          rates
              .limited()
              .result("nodes-" + nodes)
              .comparedTo(single)
              .with(Map.of("cores-per-node", SHARE)));
    }
    return results;
  }

  private static Rates measure(Run run, int nodes) {
    List<CpuShare> shares = new ArrayList<>();
    try (Installation installation = Installation.ofNodes("nodes-" + nodes, nodes)) {
      Throughput unlimited =
          Throughput.measure(installation, Throughput.Load.ofOneWebhook(run, installation));
      for (Product node : installation.environment().nodes()) {
        shares.add(CpuShare.limit(node.pid(), SHARE));
      }
      Throughput limited =
          Throughput.measure(installation, Throughput.Load.ofOneWebhook(run, installation));
      return new Rates(unlimited, limited);
    } finally {
      shares.forEach(CpuShare::close);
    }
  }
}
