package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.listener.ManualThreads.caller;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RequestQueueTest {
  private static final int THREADS = 4;
  private static final int SHARE = 3;

  /** The requests that have a thread and have not ended. */
  private final ManualThreads threads = new ManualThreads();

  private final List<String> ended = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final RequestQueue queue = new RequestQueue(threads::add, THREADS);

  @Test
  void keepsLastQuarterOfThreadsForOtherAddresses() {
    offer("10.0.0.1", 10);
    assertThat(threads).hasSize(SHARE);

    offer("10.0.0.2", 10);

    assertThat(threads).hasSize(THREADS);
  }

  @Test
  void servesAddressesInTurn() {
    offer("10.0.0.1", 5);
    offer("10.0.0.2", 2);
    offer("10.0.0.3", 1);

    threads.endAll();

    assertThat(ended.stream().map(address -> address.charAt(7)))
        .containsExactly('1', '1', '1', '2', '2', '3', '1', '1');
  }

  @Test
  void withdrawnRequestIsNotRunAndFreesItsPlace() {
    offer("10.0.0.1", SHARE);
    BooleanSupplier withdrawal =
        queue.offer(caller("10.0.0.1"), () -> ended.add("gone"), () -> refused.add("gone"));
    offer("10.0.0.1", RequestQueue.MAX_WAITING - 1);

    assertThat(withdrawal.getAsBoolean()).isTrue();
    assertThat(withdrawal.getAsBoolean()).isFalse();

    offer("10.0.0.1", 1);
    assertThat(refused).isEmpty();
    threads.endAll();
    assertThat(ended).doesNotContain("gone").hasSize(SHARE + RequestQueue.MAX_WAITING);
  }

  @Test
  void withdrawalLeavesRequestAloneThatHasAThread() {
    BooleanSupplier withdrawal =
        queue.offer(caller("10.0.0.1"), () -> ended.add("running"), () -> {});

    assertThat(withdrawal.getAsBoolean()).isFalse();

    threads.endAll();
    assertThat(ended).containsExactly("running");
  }

  /** As a connection does that sent many requests at once. */
  @Test
  void requestThatFollowsAnAnswerWaitsForAllOthers() {
    List<String> order = new ArrayList<>();
    for (int i = 0; i < SHARE; i++) {
      queue.offer(
          caller("10.0.0.1"),
          () -> queue.offer(caller("10.0.0.1"), () -> order.add("b"), () -> {}),
          () -> {});
    }
    queue.offer(caller("10.0.0.1"), () -> order.add("a"), () -> {});

    threads.endAll();

    assertThat(order).containsExactly("a", "b", "b", "b");
  }

  @Test
  void refusesWhatHasNoPlace() {
    offer("10.0.0.1", SHARE + RequestQueue.MAX_WAITING);
    assertThat(refused).isEmpty();

    offer("10.0.0.1", 1);

    assertThat(refused).containsExactly("10.0.0.1");
  }

  @Test
  void twoAddressesShutOutNoOther() {
    int places = RequestQueue.MAX_WAITING - RequestQueue.MAX_WAITING / 4;
    offer("10.0.0.1", SHARE + places);
    offer("10.0.0.2", THREADS - SHARE + RequestQueue.MAX_WAITING - places);

    offer("10.0.0.3", 1);

    assertThat(refused).containsExactly("10.0.0.1");
    threads.remove().run();
    threads.remove().run();
    threads.remove().run();
    threads.endAll();
    assertThat(ended.indexOf("10.0.0.3")).isLessThan(2 * THREADS);
  }

  @Test
  void refusesTheNewestRequestOfTheAddressThatHasTheMost() {
    List<Integer> order = new ArrayList<>();
    List<Integer> lost = new ArrayList<>();
    for (int i = 0; i < SHARE + RequestQueue.MAX_WAITING; i++) {
      int number = i;
      queue.offer(caller("10.0.0.1"), () -> order.add(number), () -> lost.add(number));
    }
    offer("10.0.0.2", THREADS - SHARE);

    offer("10.0.0.2", 2);

    threads.endAll();
    assertThat(lost)
        .containsExactly(
            SHARE + RequestQueue.MAX_WAITING - 1, SHARE + RequestQueue.MAX_WAITING - 2);
    assertThat(order).hasSize(SHARE + RequestQueue.MAX_WAITING - lost.size()).isSorted();
    assertThat(refused).isEmpty();
  }

  @Test
  void manyAddressesShutOutNoOther() {
    offer("10.0.0.1", SHARE);
    offer("10.0.0.2", SHARE);
    for (int i = 0; i < RequestQueue.MAX_WAITING - 2; i++) {
      offer("10.1." + i / 256 + "." + i % 256, 1);
    }

    offer("10.2.0.1", 1);
    offer("10.2.0.2", 1);
    offer("10.2.0.3", 1);

    // First the address that has two waiting requests, then the first one of the others.
    assertThat(refused).hasSize(3).startsWith("10.0.0.2").doesNotContain("10.2.0.3");
    threads.endAll();
    assertThat(ended).contains("10.2.0.1", "10.2.0.2", "10.2.0.3");
    assertThat(ended).hasSize(THREADS + RequestQueue.MAX_WAITING);
  }

  @Test
  void requestThatFailsFreesItsThread() {
    queue.offer(
        caller("10.0.0.1"),
        () -> {
          throw new IllegalStateException("expected");
        },
        () -> {});
    offer("10.0.0.1", SHARE);

    try {
      threads.remove().run();
    } catch (IllegalStateException e) {
      ended.add(e.getMessage());
    }

    assertThat(threads).hasSize(SHARE);
    assertThat(ended).containsExactly("expected");
  }

  @Test
  void forgetsRequestsOnceItsThreadsHaveStopped() {
    RequestQueue stopped =
        new RequestQueue(
            task -> {
              throw new RejectedExecutionException();
            },
            THREADS);

    for (int i = 0; i < 2 * RequestQueue.MAX_WAITING; i++) {
      stopped.offer(caller("10.0.0.1"), () -> ended.add("never"), () -> refused.add("never"));
    }
    assertThat(ended).isEmpty();
    assertThat(refused).isEmpty();
  }

  private void offer(String caller, int requests) {
    for (int i = 0; i < requests; i++) {
      queue.offer(caller(caller), () -> ended.add(caller), () -> refused.add(caller));
    }
  }
}
