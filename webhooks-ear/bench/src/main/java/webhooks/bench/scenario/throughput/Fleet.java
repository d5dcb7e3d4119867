package webhooks.bench.scenario.throughput;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Lanes;
import webhooks.bench.load.Owner;
import webhooks.bench.result.Result;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.bench.run.Throughput;
import webhooks.it.harness.Progress;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.server.Hosts;

/** Measures many webhooks: of one application at one host, at many hosts, and of many others. */
public final class Fleet implements Scenario {
  private static final int HOSTS = 200;
  private static final int MATCHING = 10;
  private static final int LANES = 16;
  private static final int WEBHOOKS_OF_OWNER = 5_000;

  @Override
  public List<Result> run(Run run) {
    double reference = run.endToEnd().rate();
    return List.of(
        oneHost(run).result("fleet").comparedTo(reference).ratioAtLeast(0.8),
        manyHosts(run).result("fleet-hosts").comparedTo(reference),
        fewMatch(run).result("fleet-others").comparedTo(reference).ratioAtLeast(0.8));
  }

  /** One webhook for each iTwin, all at one URL. */
  private static Throughput oneHost(Run run) {
    try (Installation installation = Installation.onPostgres("fleet")) {
      URI url = installation.receiver().url(0);
      EventSource events = registerForITwins(installation, run.size(2_000, 1_000), i -> url);
      return Throughput.measure(installation, Throughput.Load.of(run, events, 1));
    }
  }

  private static Throughput manyHosts(Run run) {
    Hosts hosts = new Hosts();
    hosts.define(
        IntStream.range(0, HOSTS).mapToObj(i -> "127.0.0.1 " + host(i)).toArray(String[]::new));
    try (Installation installation = Installation.onPostgres("fleet-hosts", hosts::configure)) {
      EventSource events =
          registerForITwins(
              installation,
              run.size(2_000, 1_000),
              i -> installation.receiver().url(host(i % HOSTS), 0));
      return Throughput.measure(installation, Throughput.Load.of(run, events, 1));
    }
  }

  private static String host(int number) {
    return "receiver-" + number + "." + Authority.DOMAIN;
  }

  /** Ten webhooks get each event; many webhooks of other accounts get none. */
  private static Throughput fewMatch(Run run) {
    try (Installation installation = Installation.onPostgres("fleet-others")) {
      int others = run.size(100_000, 2_000);
      List<Owner> owners =
          IntStream.rangeClosed(0, others / WEBHOOKS_OF_OWNER)
              .mapToObj(i -> installation.owner())
              .toList();
      URI url = installation.receiver().url(0);
      Lanes.each(
          LANES,
          others,
          i -> installation.rest().register(owners.get(i / WEBHOOKS_OF_OWNER).token(), url));
      Owner owner = installation.owner();
      FanOut.register(installation, owner, MATCHING);
      Progress.say("%d webhooks registered", others + MATCHING);
      return Throughput.measure(installation, Throughput.Load.of(run, owner.events(), MATCHING));
    }
  }

  /** Creates webhooks of one application, each for an iTwin of its own. Returns their events. */
  private static EventSource registerForITwins(
      Installation installation, int count, IntFunction<URI> urls) {
    Owner owner = installation.owner();
    String administrator = installation.environment().tokens().administrator();
    UUID[] iTwins = new UUID[count];
    Lanes.each(
        LANES,
        count,
        i ->
            installation
                .rest()
                .createITwin(administrator, owner.account(), owner.client())
                .thenAccept(iTwin -> iTwins[i] = iTwin)
                .thenCompose(
                    created ->
                        installation.rest().register(owner.token(), urls.apply(i), iTwins[i])));
    Progress.say("%d webhooks registered", count);
    return EventSource.ofITwins(List.of(iTwins));
  }
}
