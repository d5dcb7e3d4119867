package webhooks.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;

/** Many changes at once that wait for a slow permission service, and another caller beside them. */
final class SlowChecks {
  /** More than the threads of any server. */
  private static final int CHECKS = 200;

  private static final int CLIENTS = 20;

  /** As many checks as the product lets wait. */
  private static final int WAITING = 16;

  private static final URI URL = URI.create("https://example.com/hook");

  private final TestEnvironment environment;
  private final PermissionService service;

  SlowChecks(TestEnvironment environment, PermissionService service) {
    this.environment = environment;
    this.service = service;
  }

  /**
   * Returns the median time of another caller's requests beside the checks. A pause of the machine
   * makes one of them slow, whatever the product does.
   */
  Duration medianOfOtherCaller() {
    List<Application> clients = Stream.generate(environment::application).limit(CLIENTS).toList();
    String token = environment.application().token();
    ExecutorService threads = Executors.newFixedThreadPool(CHECKS);
    int before = service.requests();
    try {
      CompletableFuture<Void> checks =
          CompletableFuture.allOf(
              IntStream.range(0, CHECKS)
                  .mapToObj(i -> clients.get(i % CLIENTS))
                  .map(client -> CompletableFuture.runAsync(() -> check(client), threads))
                  .toArray(CompletableFuture[]::new));
      await("the checks to wait").until(() -> service.requests() - before >= WAITING);
      List<Duration> times = new ArrayList<>();
      while (!checks.isDone()) {
        times.add(timeOfList(token));
      }
      checks.join();
      assertThat(times).as("times of lists that were asked for beside the checks").isNotEmpty();
      times.sort(null);
      Duration median = times.get(times.size() / 2);
      Progress.say(
          "%d lists beside %d checks, of which %d waited: p50 %d ms, longest %d ms",
          times.size(),
          CHECKS,
          service.requests() - before,
          median.toMillis(),
          times.get(times.size() - 1).toMillis());
      return median;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void check(Application client) {
    client
        .post(Application.Body.ofITwin(URL, UUID.randomUUID()).toString())
        .isError(503, "ServiceUnavailable");
  }

  private Duration timeOfList(String token) {
    long begin = System.nanoTime();
    environment.api().get("/webhooks").as(token).send().is(200);
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
