package webhooks.delivery.send.token;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.delivery.send.receiver.ScriptedReceiver.answer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.delivery.send.receiver.ScriptedReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.option.WebhookOptions;

/** Attempts whose issuer gives no token: nothing is sent. */
@Timeout(120)
class TokenFailureTest extends TokenFixture {
  @Test
  void isNotSentWithoutToken() throws Exception {
    try (ScriptedReceiver issuer =
        issuerAnswering(answer(400, "{\"error\":\"invalid_client\",\"x\":\"canary\"}"))) {
      Attempt attempt = send(issuer);

      assertNothingSent(attempt, AttemptCause.REFUSED_BY_ISSUER);
      assertThat(attempt.toString()).doesNotContain("canary", "invalid_client");
      assertThat(attempt.headers().sent()).isEmpty();
    }
  }

  @Test
  void brokenIssuerIsNotAskedByEachAttempt() throws Exception {
    try (ScriptedReceiver issuer = issuerAnswering(answer(500, ""))) {
      assertNothingSent(send(issuer), AttemptCause.REFUSED_BY_ISSUER);
      assertNothingSent(send(issuer), AttemptCause.REFUSED_BY_ISSUER);

      assertThat(issuer.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200 | canary",
        "200 | `<html>canary</html>`",
        "204 | ``",
        "200 | `{'access_token':'canary','token_type':'mac'}`",
        "200 | `{'access_token':'a\\r\\nX-Canary: b','token_type':'Bearer'}`"
      })
  void uselessAnswerIsNoToken(int status, String body) throws Exception {
    try (ScriptedReceiver issuer = issuerAnswering(answer(status, body.replace('\'', '"')))) {
      assertNothingSent(send(issuer), AttemptCause.NO_TOKEN);
    }
  }

  @Test
  void redirectIsNotFollowed() throws Exception {
    try (ScriptedReceiver other = issuer();
        ScriptedReceiver issuer =
            issuerAnswering(
                "HTTP/1.1 307 Go\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
                    .formatted(other.url("/token")))) {
      assertNothingSent(send(issuer), AttemptCause.REFUSED_BY_ISSUER);
      assertThat(other.connections()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"65536, true", "65537, false"})
  void answerIsBounded(int size, boolean succeeds) throws Exception {
    String token = token("canary");
    try (ScriptedReceiver issuer =
        issuerAnswering(answer(200, token + " ".repeat(size - token.length())))) {
      Attempt attempt = send(issuer);

      assertThat(attempt.succeeded()).isEqualTo(succeeds);
      if (!succeeds) {
        assertNothingSent(attempt, AttemptCause.NO_TOKEN);
      }
    }
  }

  @Test
  void endlessAnswerIsCut() throws Exception {
    try (ScriptedReceiver issuer =
        issuerAnswering("HTTP/1.1 200 OK\r\n\r\n" + " ".repeat(1024 * 1024))) {
      assertNothingSent(send(issuer), AttemptCause.NO_TOKEN);
    }
  }

  @Test
  void unboundSecretIsNotSent() throws Exception {
    try (ScriptedReceiver issuer = issuer()) {
      WebhookOptions elsewhere = options(issuer.url("/token"), "https://elsewhere.example/");

      Attempt attempt = sender.sendWithOptions(receiver.url("/"), elsewhere);

      assertNothingSent(attempt, AttemptCause.NOT_BOUND);
      assertThat(issuer.connections()).isZero();
    }
  }

  /** Many webhooks wait for a silent issuer; another issuer answers. */
  @Test
  void silentIssuerLeavesRequestsToOthers() throws Exception {
    sender.addHost("other.example", "127.0.0.1");
    try (ScriptedReceiver other =
        new ScriptedReceiver("other.example", (number, closing) -> answer(200, token("canary")))) {
      List<CompletableFuture<Attempt>> waiting = new ArrayList<>();
      try (ScriptedReceiver silent =
          new ScriptedReceiver(
              (number, closing) -> {
                closing.await();
                return "";
              })) {
        WebhookOptions options = options(silent.url("/token"));
        for (int i = 0; i < 60; i++) {
          waiting.add(sender.begin(UUID.randomUUID(), receiver.url("/"), options));
        }
        Attempt refused = TestSender.end(waiting.get(59));

        assertNothingSent(refused, AttemptCause.NODE_BUSY);
        assertThat(refused.nodeWasBusy()).isTrue();
        assertThat(waiting.get(0)).isNotDone();
        assertThat(send(other).succeeded()).isTrue();
      }
      for (CompletableFuture<Attempt> attempt : waiting) {
        assertThat(TestSender.end(attempt).error()).contains(AttemptError.AUTHENTICATION);
      }
    }
  }

  @Test
  void requestCountsInTheTimeOutOfTheWebhook() throws Exception {
    Duration timeout = Duration.ofSeconds(2);
    sender.setOption(timeout);
    try (ScriptedReceiver silent =
        new ScriptedReceiver(
            (number, closing) -> {
              closing.await();
              return NO_CONTENT;
            })) {
      Attempt attempt = send(silent);

      assertNothingSent(attempt, AttemptCause.NO_RESPONSE);
      assertThat(attempt.duration()).isBetween(timeout, timeout.multipliedBy(15));
    }
  }
}
