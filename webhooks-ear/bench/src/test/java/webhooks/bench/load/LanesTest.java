package webhooks.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {
  @Test
  void doesTheWorkWithEachNumberOnce() {
    Queue<Integer> done = new ConcurrentLinkedQueue<>();

    Lanes.each(4, 1_000, number -> CompletableFuture.runAsync(() -> done.add(number)));

    List<Integer> sorted = new ArrayList<>(done);
    sorted.sort(null);
    assertThat(sorted).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
  }

  @Test
  void failsIfOneFails() {
    assertThatThrownBy(
            () ->
                Lanes.each(
                    2,
                    10,
                    number ->
                        number == 5
                            ? CompletableFuture.failedFuture(new IllegalStateException("five"))
                            : CompletableFuture.completedFuture(number)))
        .hasRootCauseMessage("five");
  }
}
