package webhooks.bench.scenario.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import webhooks.bench.measure.ResidentMemory;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;

/** Measures the time from {@code java -jar webhooks.jar} to readiness, and the idle memory. */
public final class Start implements Scenario {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  /** A started server: the seconds to readiness, and the megabytes in memory some time later. */
  private record Started(double seconds, double megabytes) {}

  @Override
  public List<Result> run(Run run) {
    List<Started> product = new ArrayList<>();
    List<Started> empty = new ArrayList<>();
    List<String> jar = List.of("-jar", Places.shipped("webhooks.jar").toString());
    for (int i = 0; i < run.size(5, 1); i++) {
      product.add(start(run, "webhooks", Start::isReady, jar));
      empty.add(start(run, "empty-payara-micro", EmptyServer::isReady, EmptyServer.arguments()));
    }
    double seconds = median(product.stream().map(Started::seconds).toList());
    double reference = median(empty.stream().map(Started::seconds).toList());
    double idle = median(product.stream().map(Started::megabytes).toList());
    double loaded = run.endToEnd().residentMegabytes();
    return List.of(
        new Result("start", seconds, "s")
            .comparedTo(reference)
            .ratioAtMost(3.5)
            .with(Map.of("empty-payara-micro-s", reference)),
        new Result("start-rss-idle", idle, "MB").with(Target.atMost("value", idle, 450)),
        new Result("start-rss-loaded", loaded, "MB").with(Target.atMost("value", loaded, 800)));
  }

  private static Started start(
      Run run, String name, BiPredicate<Integer, Path> readiness, List<String> arguments) {
    try (StartedServer server = StartedServer.start(name, readiness, arguments)) {
      LockSupport.parkNanos(run.seconds(20, 5).toNanos());
      double megabytes = ResidentMemory.megabytes(server.pid());
      Progress.say("%s: ready after %.2f s, then %.0f MB", name, server.seconds(), megabytes);
      return new Started(server.seconds(), megabytes);
    }
  }

  private static boolean isReady(int port, Path log) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
