package webhooks.bench.scenario;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import webhooks.bench.load.EventSource;
import webhooks.bench.load.Flood;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.bench.load.PacedPublisher;
import webhooks.bench.measure.Arrivals;
import webhooks.bench.measure.Latency;
import webhooks.bench.result.Result;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.Places;

/** Measures the latency of a webhook beside a slow receiver and one that refuses connections. */
final class Isolation implements Scenario {
  private static final int ROUNDS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  @Override
  public List<Result> run(Run run) {
    try (Installation installation = Installation.onPostgres("isolation")) {
      Owner owner = installation.owner();
      installation.rest().register(owner.token(), installation.receiver().url(0)).join();
      Arrivals arrivals = new Arrivals(1);
      EventSource events = owner.events();
      PacedPublisher publisher =
          new PacedPublisher(installation, events, arrivals, LatencyAlone.PER_SECOND);
      publisher.run(run.seconds(60, 10));
      Latency without = medianOf(publisher, run.seconds(40, 5));
      int queued = run.size(10_000, 5_000);
      queue(installation, installation.receiver().slowUrl(), queued);
      queue(installation, URI.create("https://127.0.0.1:" + Places.freePort() + "/"), queued);
      Latency with = medianOf(publisher, run.seconds(40, 5));
      long published = events.published();
      return List.of(
          new Result("isolation", with.percentile(99), "ms p99")
              .comparedTo(without.percentile(99))
              .ratioAtMost(2)
              .counted(arrivals.lost(published), arrivals.duplicates(published))
              .with(with.figures())
              .with(Map.of("p99-ms-without", without.percentile(99))));
    }
  }

  /** Returns the round with the median p99. A pause of the machine spoils only one round. */
  private static Latency medianOf(PacedPublisher publisher, Duration round) {
    return Stream.generate(() -> publisher.run(round))
        .limit(ROUNDS)
        .sorted(Comparator.comparingDouble(latency -> latency.percentile(99)))
        .toList()
        .get(ROUNDS / 2);
  }

  /**
   * Publishes events for a new webhook of another account at this URL, and waits until the product
   * has accepted them: the events behind them in the broker would wait too.
   */
  private static void queue(Installation installation, URI url, int count) {
    Owner owner = installation.owner();
    installation.rest().register(owner.token(), url).join();
    long before = installation.accepted();
    new Flood(installation, owner.events(), new Arrivals(1), 1).publishAll(count);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (installation.accepted() < before + count && System.nanoTime() < end) {
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
