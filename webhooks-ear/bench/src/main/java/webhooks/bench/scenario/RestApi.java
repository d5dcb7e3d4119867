package webhooks.bench.scenario;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Lanes;
import webhooks.bench.load.Owner;
import webhooks.bench.load.RestClient;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;

/** Measures requests that create, update and list webhooks, with bearer tokens. */
final class RestApi implements Scenario {
  private static final int LANES = 16;
  private static final String ACCOUNT = "\"scope\":\"Account\"";

  /** Requests of a run, and how long each took. */
  private static final class Load {
    private final AtomicLong requests = new AtomicLong();
    private final Histogram micros = new ConcurrentHistogram(60_000_000, 3);

    <T> CompletableFuture<T> timed(Supplier<CompletableFuture<T>> request) {
      long begin = System.nanoTime();
      return request
          .get()
          .whenComplete(
              (done, fault) -> {
                micros.recordValue((System.nanoTime() - begin) / 1_000);
                requests.incrementAndGet();
              });
    }
  }

  @Override
  public List<Result> run(Run run) {
    try (Installation installation = Installation.onPostgres("api")) {
      List<Owner> owners = Stream.generate(installation::owner).limit(LANES).toList();
      Duration time = run.seconds(60, 10);
      measure(installation, owners, time, new Load());
      Load load = new Load();
      double rate = measure(installation, owners, time, load);
      double p99 = load.micros.getValueAtPercentile(99) / 1e3;
      return List.of(
          new Result("api", rate, "requests/s")
              .with(Target.atLeast("value", rate, 1_500))
              .with(Target.atMost("p99-ms", p99, 50))
              .with(
                  Map.of(
                      "p50-ms", load.micros.getValueAtPercentile(50) / 1e3,
                      "p99-ms", p99,
                      "max-ms", load.micros.getMaxValue() / 1e3)));
    }
  }

  /** Sends requests for this time and returns their rate. */
  private static double measure(
      Installation installation, List<Owner> owners, Duration time, Load load) {
    long begin = System.nanoTime();
    URI url = installation.receiver().url(0);
    Lanes.until(
        () -> System.nanoTime() - begin >= time.toNanos(),
        LANES,
        lane -> cycle(installation.rest(), owners.get(lane).token(), url, load));
    return load.requests.get() * 1e9 / (System.nanoTime() - begin);
  }

  /** Creates a webhook, activates it, and lists the newest twenty. */
  private static CompletableFuture<?> cycle(RestClient rest, String token, URI url, Load load) {
    return load.timed(() -> rest.create(token, url, ACCOUNT))
        .thenCompose(
            id ->
                load.timed(
                    () -> rest.send(200, "PATCH", "/webhooks/" + id, token, "{\"active\":true}")))
        .thenCompose(
            updated -> load.timed(() -> rest.send(200, "GET", "/webhooks?$top=20", token, null)));
  }
}
