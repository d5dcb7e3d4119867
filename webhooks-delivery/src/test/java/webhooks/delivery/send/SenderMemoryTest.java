package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.send.receiver.RawReceiver;
import webhooks.delivery.send.sender.TestDelivery;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.LeasedDelivery;

/** What a sender keeps in memory, and what it does when there is none. */
@Timeout(120)
class SenderMemoryTest {
  private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";
  private static final String BUSY =
      "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";
  private static final String CLOSING = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

  @Test
  void keepsNoEndedAttemptBehindOneThatRuns() throws Exception {
    try (TestSender sender = TestSender.patient();
        RawReceiver silent = new RawReceiver((out, closing) -> closing.await());
        RawReceiver receiver = RawReceiver.writing(CLOSING)) {
      CompletableFuture<Attempt> running = sender.begin(UUID.randomUUID(), silent.url("/"));

      awaitCollected(sent(sender, receiver.url("/")));

      assertThat(running).isNotDone();
    }
  }

  private static WeakReference<CompletableFuture<Attempt>> sent(TestSender sender, String url)
      throws Exception {
    CompletableFuture<Attempt> attempt = sender.begin(UUID.randomUUID(), url);
    assertThat(TestSender.end(attempt).succeeded()).isTrue();
    return new WeakReference<>(attempt);
  }

  @Test
  void keepsNoDeliveryWhoseAttemptEndedDuringTheLookUp() throws Exception {
    try (TestSender sender = TestSender.withTimeout(TestSender.SHORT_TIMEOUT)) {
      awaitCollected(timedOut(sender, "https://hangs.example/"));
    }
  }

  private static WeakReference<LeasedDelivery> timedOut(TestSender sender, String url)
      throws Exception {
    LeasedDelivery delivery = TestDelivery.create();
    assertThat(sender.send(url, delivery).error()).contains(AttemptError.TIMEOUT);
    return new WeakReference<>(delivery);
  }

  private static void awaitCollected(WeakReference<?> reference) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              System.gc();
              return reference.refersTo(null);
            });
  }

  @Test
  void sendsAgainAfterAnErrorOnAnIoThread() throws Exception {
    sendsAgainAfter(SenderMemoryTest::runOutOfMemory);
  }

  /** An interrupt ends an I/O thread without an error. */
  @Test
  void sendsAgainAfterAnIoThreadWasInterrupted() throws Exception {
    sendsAgainAfter(() -> Thread.currentThread().interrupt());
  }

  private static void runOutOfMemory() {
    throw new OutOfMemoryError("Thrown by the test");
  }

  private static void sendsAgainAfter(Runnable fault) throws Exception {
    try (RawReceiver failing = RawReceiver.writing(BUSY);
        RawReceiver receiver = RawReceiver.writing(NO_CONTENT);
        TestSender sender = TestSender.patient()) {
      assertThat(sender.send(receiver.url("/")).succeeded()).isTrue();
      sender.clock().failOnOtherThread(fault);

      assertThat(sender.send(failing.url("/")).succeeded()).isFalse();

      assertThat(sender.clock().isFailureDue()).isFalse();
      // An attempt that begins before the end of the thread is noticed may fail.
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> sender.send(receiver.url("/")).succeeded());
      for (int i = 0; i < 8; i++) {
        // Another owner has a connection of its own.
        assertThat(
                sender
                    .sendForAnotherOwner("client " + i, TestSender.ACCOUNT, receiver.url("/"))
                    .error())
            .isEmpty();
      }
    }
  }

  @Test
  void sendsAgainAfterErrorsInARow() throws Exception {
    try (RawReceiver failing = RawReceiver.writing(BUSY);
        RawReceiver receiver = RawReceiver.writing(CLOSING);
        TestSender sender = TestSender.patient()) {
      for (int i = 0; i < 3; i++) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> sender.send(receiver.url("/")).succeeded());
        sender.clock().failOnOtherThread(SenderMemoryTest::runOutOfMemory);
        sender.sendForAnotherOwner("client " + i, TestSender.ACCOUNT, failing.url("/"));
        assertThat(sender.clock().isFailureDue()).isFalse();
      }
    }
  }
}
