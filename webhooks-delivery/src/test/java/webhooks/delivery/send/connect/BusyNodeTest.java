package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.send.receiver.RawReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;

/** A node whose I/O threads are too busy to read what receivers have answered. */
@Timeout(120)
class BusyNodeTest {
  private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";

  /** A busy machine makes the handshakes of a test in this time. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final int IO_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);

  private final CountDownLatch answerNow = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<RawReceiver> others = new ArrayList<>();

  @AfterEach
  void closeOthers() throws IOException {
    for (RawReceiver receiver : others) {
      receiver.close();
    }
  }

  @Test
  void unreadAnswerIsNoFailureOfItsReceiver() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    RawReceiver.Answer later =
        (out, closing) -> {
          asked.countDown();
          answerNow.await();
          RawReceiver.write(out, NO_CONTENT);
        };
    try (RawReceiver receiver = new RawReceiver(later);
        TestSender sender = TestSender.withTimeout(TIMEOUT)) {
      CompletableFuture<Attempt> attempt = sender.begin(UUID.randomUUID(), receiver.url("/"));
      asked.await();
      List<CompletableFuture<Void>> blocked = blockIoThreads(sender);
      answerNow.countDown();

      Attempt ended = TestSender.end(attempt);
      release.countDown();

      assertThat(ended.error()).contains(AttemptError.TIMEOUT);
      assertThat(ended.cause()).contains(AttemptCause.NODE_BUSY);
      assertThat(ended.nodeWasBusy()).isTrue();
      CompletableFuture.allOf(blocked.toArray(CompletableFuture<?>[]::new)).join();
    }
  }

  /** Otherwise a receiver could fail for ever without being deactivated. */
  @Test
  void receiverThatKeepsSendingIsNotExcused() throws Exception {
    RawReceiver.Answer slowly =
        (out, closing) -> {
          RawReceiver.write(out, "HTTP/1.1 204 No Content\r\nX-A: ");
          while (closing.getCount() > 0) {
            RawReceiver.write(out, "a");
            // Slow enough that the line is below the limit of the client at the time-out.
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
          }
        };
    try (RawReceiver receiver = new RawReceiver(slowly);
        TestSender sender = TestSender.withTimeout(TIMEOUT)) {
      Attempt ended = sender.send(receiver.url("/"));

      assertThat(ended.error()).contains(AttemptError.TIMEOUT);
      assertThat(ended.cause()).contains(AttemptCause.NO_RESPONSE);
      assertThat(ended.nodeWasBusy()).isFalse();
    }
  }

  /** Blocks each I/O thread at the end of an attempt, until the test releases them. */
  private List<CompletableFuture<Void>> blockIoThreads(TestSender sender) throws Exception {
    CountDownLatch running = new CountDownLatch(IO_THREADS);
    List<CompletableFuture<Void>> blocked = new ArrayList<>();
    for (int i = 0; i < IO_THREADS; i++) {
      // The connections to new receivers go to the threads in turn.
      RawReceiver receiver = RawReceiver.writing(NO_CONTENT);
      others.add(receiver);
      blocked.add(
          sender
              .begin(UUID.randomUUID(), receiver.url("/"))
              .thenAccept(
                  ended -> {
                    running.countDown();
                    await(release);
                  }));
    }
    running.await();
    return blocked;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
