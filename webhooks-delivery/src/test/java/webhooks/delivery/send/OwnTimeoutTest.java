package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.receiver.LoopbackServer;
import webhooks.delivery.send.receiver.ScriptedReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;

/** Attempts to webhooks with the option timeout. */
@Timeout(120)
class OwnTimeoutTest {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";

  private static ScriptedReceiver silent() throws Exception {
    return new ScriptedReceiver(
        (number, closing) -> {
          closing.await();
          return NO_CONTENT;
        });
  }

  private static void assertTimedOut(Attempt attempt, Duration after) {
    assertThat(attempt.error()).contains(AttemptError.TIMEOUT);
    assertThat(attempt.duration()).isBetween(after, LONG.dividedBy(2));
  }

  @Test
  void shortTimeOutEndsAttemptBeforeTheUsualOne() throws Exception {
    try (TestSender sender = TestSender.patient();
        ScriptedReceiver receiver = silent()) {
      CompletableFuture<Attempt> usual = sender.begin(UUID.randomUUID(), receiver.url("/"));
      sender.setOption(SHORT);

      assertTimedOut(sender.sendForAnotherWebhook(receiver.url("/")), SHORT);

      assertThat(usual).isNotDone();
    }
  }

  /** The waits of the HTTP client itself are longer too. */
  @Test
  void longTimeOutOutlastsTheUsualOne() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (TestSender sender = TestSender.withTimeout(TestSender.SHORT_TIMEOUT);
        ScriptedReceiver silent = silent();
        ScriptedReceiver receiver =
            new ScriptedReceiver(
                (number, closing) -> {
                  answered.await();
                  return NO_CONTENT;
                })) {
      sender.setOption(LONG);
      CompletableFuture<Attempt> patient = sender.begin(UUID.randomUUID(), receiver.url("/"));
      sender.setOption(SHORT);
      assertTimedOut(sender.sendForAnotherWebhook(silent.url("/")), SHORT);
      assertThat(patient).isNotDone();
      answered.countDown();

      assertThat(TestSender.end(patient).succeeded()).isTrue();
    }
  }

  @Test
  void handshakeEndsWithTheTimeOutOfTheWebhook() throws Exception {
    // The sender waits for its connections before the receiver closes them.
    try (LoopbackServer receiver = new LoopbackServer((connection, closing) -> closing.await());
        TestSender sender = TestSender.patient()) {
      sender.setOption(SHORT);

      Attempt attempt = sender.sendForAnotherWebhook(Certificates.url(receiver.port(), "/"));

      assertTimedOut(attempt, SHORT);
      assertThat(attempt.cause()).contains(AttemptCause.NOT_CONNECTED);
    }
  }

  @Test
  void testEndsWithTheTimeOutOfTheWebhook() throws Exception {
    try (TestSender sender = TestSender.patient();
        ScriptedReceiver receiver = silent()) {
      sender.setOption(SHORT);

      assertTimedOut(sender.test(receiver.url("/")), SHORT);
    }
  }
}
