package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;

/** An owner that creates webhooks at two nodes at the same time gets no more than the maximum. */
abstract class CreationsAtOnce {
  /** The setting of both nodes. */
  static final String MAX_WEBHOOKS = "3";

  private static final int CREATIONS = 16;

  private final TestEnvironment environment;

  CreationsAtOnce(TestEnvironment environment) {
    this.environment = environment;
  }

  @RepeatedTest(3)
  void ownerGetsExactlyTheMaximum() {
    Application owner = environment.application();
    String body = Application.Body.ofAccount(environment.receiver().inbox().url()).toString();
    ExecutorService threads = Executors.newFixedThreadPool(CREATIONS);
    try {
      List<CompletableFuture<Answer>> answers =
          IntStream.range(0, CREATIONS)
              .mapToObj(i -> owner.at(environment.nodes().get(i % 2)))
              .map(client -> CompletableFuture.supplyAsync(() -> client.post(body), threads))
              .toList();

      assertThat(answers)
          .extracting(answer -> answer.join().status())
          .containsOnly(202, 422)
          .filteredOn(status -> status == 202)
          .hasSize(Integer.parseInt(MAX_WEBHOOKS));
    } finally {
      threads.shutdownNow();
    }
  }
}
