package webhooks.delivery.intake.invalid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

@Timeout(30)
class BrokerExecutorTest {
  private static final Duration LIMIT = Duration.ofMillis(300);

  private final BrokerExecutor patience = new BrokerExecutor(Thread::new, LIMIT);
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void stop() {
    released.countDown();
    patience.close();
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
  }

  private Integer hangs(BrokerExecutor.OperationProgress progress) {
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
    progress.stepDone();
    return 1;
  }

  @Test
  void waitsAsLongAsThereIsProgress() {
    int steps =
        patience.call(
            progress -> {
              long end = System.nanoTime() + 3 * LIMIT.toNanos();
              int made = 0;
              while (System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
                progress.stepDone();
                made++;
              }
              return made;
            });

    assertThat(steps).isPositive();
  }

  @Test
  void givesUpWorkWithoutProgress() {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();

    assertUnavailable(
        () ->
            patience.call(
                progress -> {
                  try {
                    return hangs(progress);
                  } catch (IllegalStateException e) {
                    ended.complete(e);
                    throw e;
                  }
                }));

    released.countDown();
    assertThat(ended.join()).hasMessage("Given up");
  }

  @Test
  void refusesWithoutBrokerAndPassesOtherFailuresOn() {
    assertUnavailable(
        () ->
            patience.call(
                progress -> {
                  throw new JMSException("away");
                }));
    IllegalArgumentException own = new IllegalArgumentException("own");
    assertThatThrownBy(
            () ->
                patience.call(
                    progress -> {
                      throw own;
                    }))
        .isSameAs(own);
  }

  @Test
  void refusesMoreThanFourAtOnce() {
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      calls.add(
          CompletableFuture.runAsync(
              () ->
                  patience.call(
                      progress -> {
                        begun.countDown();
                        return hangs(progress);
                      }),
              task -> new Thread(task).start()));
    }
    assertThat(await(begun)).isTrue();

    assertUnavailable(() -> patience.call(progress -> 1));
    assertThat(calls).allSatisfy(call -> assertThat(call).failsWithin(Duration.ofSeconds(5)));
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Test
  void endsRunningWorkWhenClosed() {
    assertThatThrownBy(
            () ->
                patience.call(
                    progress -> {
                      patience.close();
                      progress.stepDone();
                      return 1;
                    }))
        .hasMessage("Given up");
  }
}
