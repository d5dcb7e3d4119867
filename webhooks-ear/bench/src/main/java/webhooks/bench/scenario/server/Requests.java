package webhooks.bench.scenario.server;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import webhooks.bench.load.FastClient;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Lanes;
import webhooks.bench.load.Owner;
import webhooks.bench.load.RestClient;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.server.CpuTime;

/**
 * Measures the CPU time of usual answers, and of the same kinds of answers of a Payara Micro with
 * {@link AnswerResource} alone.
 */
public final class Requests implements Scenario {
  private static final int LANES = 16;

  /** How many webhooks the list has. */
  static final int LISTED = 20;

  private static final double MAX_RATIO = 1.5;
  private static final String REFUSED =
      "{\"callbackUrl\":\"https://a.example/hook\",\"scope\":\"Universe\",\"eventTypes\":[]}";

  /** The cost of a request in microseconds, and their number in a second. */
  private record Cost(double server, double database, double rate) {}

  @Override
  public List<Result> run(Run run) {
    Map<String, Cost> product = ofProduct(run);
    Map<String, Cost> empty = ofEmptyServer(run);
    List<Result> results = new ArrayList<>();
    product.forEach(
        (name, cost) -> {
          double reference = empty.get(name).server();
          results.add(
              new Result("requests-" + name, cost.server(), "us")
                  .comparedTo(reference)
                  .with(
                      Target.atMost(
                          "value", cost.server(), MAX_RATIO * reference + cost.database()))
                  .with(
                      Map.of(
                          "empty-payara-micro-us", reference,
                          "cpu-us-postgresql", cost.database(),
                          "rate", cost.rate())));
        });
    return results;
  }

  private static Map<String, Cost> ofProduct(Run run) {
    try (Installation installation = Installation.onPostgres("requests")) {
      RestClient rest = installation.rest();
      Owner owner = installation.owner();
      Lanes.each(
          LANES,
          LISTED,
          number ->
              rest.create(owner.token(), installation.receiver().url(0), "\"scope\":\"Account\""));
      Map<String, Supplier<CompletableFuture<?>>> requests = new LinkedHashMap<>();
      requests.put("health", () -> rest.send(200, "GET", "/health/live", null, null));
      requests.put("401", () -> rest.send(401, "GET", "/webhooks", null, null));
      requests.put("422", () -> rest.send(422, "POST", "/webhooks", owner.token(), REFUSED));
      requests.put("list", () -> rest.send(200, "GET", "/webhooks", owner.token(), null));
      return measure(
          run,
          requests,
          installation.environment().product().pid(),
          installation::databaseCpuSeconds);
    }
  }

  private static Map<String, Cost> ofEmptyServer(Run run) {
    List<String> arguments = new ArrayList<>(EmptyServer.arguments());
    arguments.addAll(EmptyServer.application());
    try (StartedServer server =
            StartedServer.start("empty-payara-micro", EmptyServer::isReady, arguments);
        FastClient client = new FastClient(new Authority().pem(), LANES)) {
      RestClient rest = new RestClient(client, URI.create("http://127.0.0.1:" + server.port()));
      Map<String, Supplier<CompletableFuture<?>>> requests = new LinkedHashMap<>();
      requests.put("health", () -> rest.send(200, "GET", "/live", null, null));
      requests.put("401", () -> rest.send(401, "GET", "/denied", null, null));
      requests.put("422", () -> rest.send(422, "POST", "/refused", null, REFUSED));
      requests.put("list", () -> rest.send(200, "GET", "/list", null, null));
      return measure(run, requests, server.pid(), () -> 0);
    }
  }

  /** Measures each kind of request after the same time of warm-up. */
  private static Map<String, Cost> measure(
      Run run,
      Map<String, Supplier<CompletableFuture<?>>> requests,
      long server,
      DoubleSupplier database) {
    Map<String, Cost> costs = new LinkedHashMap<>();
    requests.forEach(
        (name, request) -> {
          send(request, run.seconds(20, 2));
          double serverBefore = CpuTime.ofProcess(server);
          double databaseBefore = database.getAsDouble();
          Duration time = run.seconds(15, 2);
          double count = send(request, time);
          costs.put(
              name,
              new Cost(
                  (CpuTime.ofProcess(server) - serverBefore) * 1e6 / count,
                  (database.getAsDouble() - databaseBefore) * 1e6 / count,
                  count / time.toSeconds()));
        });
    return costs;
  }

  /** Sends requests for this time, and returns how many were answered. */
  private static long send(Supplier<CompletableFuture<?>> request, Duration time) {
    AtomicLong answered = new AtomicLong();
    long end = System.nanoTime() + time.toNanos();
    Lanes.until(
        () -> System.nanoTime() >= end,
        LANES,
        lane -> request.get().thenRun(answered::incrementAndGet));
    return answered.get();
  }
}
