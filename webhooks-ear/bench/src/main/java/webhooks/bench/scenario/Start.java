package webhooks.bench.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import webhooks.bench.measure.ResidentMemory;
import webhooks.bench.result.Result;
import webhooks.bench.result.Target;
import webhooks.bench.run.Run;
import webhooks.bench.run.Scenario;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.harness.server.ProcessTree;

/** Measures the time from {@code java -jar webhooks.jar} to readiness, and the idle memory. */
final class Start implements Scenario {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  /** Keeps the empty server on this machine, as the product is. */
  private static final String LOCAL =
      """
      set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1
      set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false
      """;

  /** A started server: the seconds to readiness, and the megabytes in memory some time later. */
  private record Started(double seconds, double megabytes) {}

  @Override
  public List<Result> run(Run run) {
    List<Started> product = new ArrayList<>();
    List<Started> empty = new ArrayList<>();
    Path local = writeLocal();
    for (int i = 0; i < run.size(5, 1); i++) {
      product.add(start(run, "webhooks", Start::isReady, "-jar", given("webhooks.jar")));
      empty.add(
          start(
              run,
              "empty-payara-micro",
              // It has no health checks without an application.
              (port, log) -> Places.textOf(log).contains(" ready in "),
              "-jar",
              given("webhooks.bench.payara-micro"),
              "--nocluster",
              "--nohazelcast",
              "--prebootcommandfile",
              local.toString()));
    }
    double seconds = median(product.stream().map(Started::seconds).toList());
    double reference = median(empty.stream().map(Started::seconds).toList());
    double idle = median(product.stream().map(Started::megabytes).toList());
    double loaded = run.endToEnd().residentMegabytes();
    return List.of(
        new Result("start", seconds, "s")
            .comparedTo(reference)
            .ratioAtMost(1.75)
            .with(Map.of("empty-payara-micro-s", reference)),
        new Result("start-rss-idle", idle, "MB").with(Target.atMost("value", idle, 450)),
        new Result("start-rss-loaded", loaded, "MB").with(Target.atMost("value", loaded, 700)));
  }

  private static Path writeLocal() {
    try {
      return Files.writeString(Places.freshDirectory("start").resolve("pre-boot"), LOCAL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String given(String property) {
    return Places.shipped(property).toString();
  }

  private static Started start(
      Run run, String name, BiPredicate<Integer, Path> readiness, String... arguments) {
    int port = Places.freePort();
    Path directory = Places.freshDirectory(name);
    Path log = Places.freshLog(name);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-Djava.io.tmpdir=" + directory));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--port", Integer.toString(port)));
    long begin = System.nanoTime();
    Process process = launch(directory, command, log);
    Thread end = new Thread(() -> ProcessTree.kill(process));
    Runtime.getRuntime().addShutdownHook(end);
    try {
      await(process, () -> readiness.test(port, log));
      double seconds = (System.nanoTime() - begin) / 1e9;
      LockSupport.parkNanos(run.seconds(20, 5).toNanos());
      double megabytes = ResidentMemory.megabytes(process.pid());
      Progress.say("%s: ready after %.2f s, then %.0f MB", name, seconds, megabytes);
      return new Started(seconds, megabytes);
    } finally {
      ProcessTree.kill(process);
      Runtime.getRuntime().removeShutdownHook(end);
    }
  }

  private static Process launch(Path directory, List<String> command, Path log) {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Process process, BooleanSupplier readiness) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!readiness.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("The server did not start");
      }
      LockSupport.parkNanos(STEP_NANOS);
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
