package webhooks.bench.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Installation;
import webhooks.bench.load.WrittenWebhooks;
import webhooks.bench.receiver.DeliveryReceiver;
import webhooks.bench.result.Result;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.run.Throughput;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.server.Hosts;

/** Measures very many webhooks at as many hosts, which one process serves, with events for each. */
final class Receivers implements Scenario {
  @Override
  public List<Result> run(Run run) {
    int count = run.size(20_000, 1_000);
    double reference = run.endToEnd().rate();
    Hosts hosts = new Hosts();
    hosts.define(
        IntStream.range(0, count).mapToObj(i -> "127.0.0.1 " + host(i)).toArray(String[]::new));
    try (Installation installation =
        Installation.onPostgres(
            "receivers",
            // Java reads the whole file for each name that it does not remember.
            product -> hosts.configure(product, 3600))) {
      installation.environment().product().stop();
      DeliveryReceiver receiver = installation.receiver();
      List<String> accounts =
          new WrittenWebhooks(installation).write(count, 1, i -> receiver.url(host(i), 0));
      installation.restart();
      EventSource events = EventSource.ofAccounts(accounts);
      Throughput.Load load = Throughput.Load.of(run, events, 1);
      long before = receiver.connections().orElse(0);
      Throughput throughput = Throughput.measure(installation, load);
      Map<String, Double> figures = new LinkedHashMap<>();
      receiver
          .connections()
          .ifPresent(
              all -> figures.put("handshakes", (double) (all - before) / events.published()));
      return List.of(throughput.result("receivers").comparedTo(reference).with(figures));
    }
  }

  private static String host(int number) {
    return "receiver-" + number + "." + Authority.DOMAIN;
  }
}
