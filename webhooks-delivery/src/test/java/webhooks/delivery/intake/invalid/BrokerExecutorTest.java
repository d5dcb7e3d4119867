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
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.task.BoundedExecutor;

@Timeout(30)
class BrokerExecutorTest {
  private static final Duration LIMIT = Duration.ofMillis(300);

  private final BrokerExecutor executor =
      new BrokerExecutor(
          new BoundedExecutor(
              task -> new Thread(task).start(), JmsInvalidEventQueue.MAX_CONCURRENT),
          LIMIT);
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void stop() {
    released.countDown();
    executor.close();
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
    BrokerExecutor.OperationProgress progress = executor.new OperationProgress();
    AtomicInteger timeouts = new AtomicInteger();
    CompletableFuture<Integer> slow =
        new CompletableFuture<>() {
          @Override
          public Integer get(long limit, TimeUnit unit) throws TimeoutException {
            if (timeouts.incrementAndGet() > 3) {
              return 7;
            }
            progress.stepDone();
            throw new TimeoutException();
          }
        };

    assertThat(executor.await(slow, progress)).isEqualTo(7);
    assertThat(timeouts).hasValue(4);
  }

  @Test
  void givesUpWorkWithoutProgress() {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();

    assertUnavailable(
        () ->
            executor.call(
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
            executor.call(
                progress -> {
                  throw new JMSException("unavailable");
                }));
    IllegalArgumentException own = new IllegalArgumentException("own");
    assertThatThrownBy(
            () ->
                executor.call(
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
                  executor.call(
                      progress -> {
                        begun.countDown();
                        return hangs(progress);
                      }),
              task -> new Thread(task).start()));
    }
    assertThat(await(begun)).isTrue();

    assertUnavailable(() -> executor.call(progress -> 1));
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
                executor.call(
                    progress -> {
                      executor.close();
                      progress.stepDone();
                      return 1;
                    }))
        .hasMessage("Given up");
  }
}
