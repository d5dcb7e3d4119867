package webhooks.delivery.send.token;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.delivery.send.receiver.ScriptedReceiver.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.send.receiver.ScriptedReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.TokenOutcome;
import webhooks.domain.option.WebhookOptions;

/** Attempts that need a token, with an issuer and a receiver on this machine. */
@Timeout(120)
class TokenAuthenticationTest extends TokenFixture {
  @Test
  void requestHasTokenOfIssuer() throws Exception {
    try (ScriptedReceiver issuer = issuer()) {
      assertThat(send(issuer).succeeded()).isTrue();

      assertThat(receiver.authorizations()).containsExactly("Bearer canary-1");
      assertThat(issuer.requests().get(0))
          .startsWith("POST /token HTTP/1.1\r\n")
          .contains("\r\nAccept: application/json\r\n")
          .contains("\r\nContent-Type: application/x-www-form-urlencoded")
          .endsWith("\r\n\r\ngrant_type=client_credentials&scope=a+b");
      // app%3A1:the+secret
      assertThat(issuer.authorizations()).containsExactly("Basic YXBwJTNBMTp0aGUrc2VjcmV0");
    }
  }

  @Test
  void tokenIsUsedAgain() throws Exception {
    try (ScriptedReceiver issuer = issuer()) {
      send(issuer);
      send(issuer);

      assertThat(receiver.authorizations()).containsExactly("Bearer canary-1", "Bearer canary-1");
      assertThat(issuer.requests()).hasSize(1);
    }
  }

  @Test
  void attemptsAtOnceShareOneRequest() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (ScriptedReceiver issuer =
        new ScriptedReceiver(
            (number, closing) -> {
              begun.await();
              return answer(200, token("canary-" + number));
            })) {
      List<CompletableFuture<Attempt>> attempts = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        attempts.add(begin(issuer));
      }
      begun.countDown();
      for (CompletableFuture<Attempt> attempt : attempts) {
        assertThat(TestSender.end(attempt).succeeded()).isTrue();
      }

      assertThat(issuer.requests()).hasSize(1);
    }
  }

  @Test
  void webhooksShareNoToken() throws Exception {
    try (ScriptedReceiver issuer = issuer()) {
      send(issuer);
      sender.sendWithOptions(receiver.url("/"), options(issuer.url("/token")));

      assertThat(receiver.authorizations()).containsExactly("Bearer canary-1", "Bearer canary-2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void refusedTokenIsReplaced(int status) throws Exception {
    try (ScriptedReceiver issuer = issuer()) {
      receiverAnswer = answer(status, "");
      assertThat(send(issuer).error()).contains(AttemptError.STATUS);
      receiverAnswer = NO_CONTENT;
      send(issuer);
      send(issuer);

      assertThat(receiver.authorizations())
          .containsExactly("Bearer canary-1", "Bearer canary-2", "Bearer canary-2");
    }
  }

  @Test
  void otherFailureKeepsTheToken() throws Exception {
    try (ScriptedReceiver issuer = issuer()) {
      receiverAnswer = answer(500, "");
      send(issuer);
      send(issuer);

      assertThat(issuer.requests()).hasSize(1);
    }
  }

  @Test
  void attemptKeepsNoToken() throws Exception {
    try (ScriptedReceiver issuer = issuer()) {
      receiverAnswer =
          "HTTP/1.1 500 No\r\nX-Echo: canary-1\r\nContent-Length: 17\r\n\r\nyou sent canary-1";

      Attempt attempt = send(issuer);

      assertThat(attempt.headers().sent().orElseThrow().fields())
          .contains(Map.entry("authorization", "***"));
      assertThat(attempt.headers().received().orElseThrow().fields())
          .contains(Map.entry("x-echo", "***"));
      assertThat(new String(attempt.excerpt())).isEqualTo("you sent ***");
    }
  }

  @Test
  void deliveriesShareNoConnectionWithTokenRequests() throws Exception {
    try (ScriptedReceiver both =
        new ScriptedReceiver((number, closing) -> answer(200, token("canary")))) {
      WebhookOptions options = options(both.url("/token"), both.url("/"));

      assertThat(sender.sendWithOptions(both.url("/"), options).succeeded()).isTrue();

      assertThat(both.requests()).hasSize(2);
      assertThat(both.connections()).isEqualTo(2);
    }
  }

  @Test
  void testShowsOutcomeWithoutToken() throws Exception {
    try (ScriptedReceiver issuer = issuer()) {
      WebhookOptions options = options(issuer.url("/token"));
      TokenOutcome outcome = sender.testToken(webhook, receiver.url("/"), options);

      assertThat(outcome.succeeded()).isTrue();
      assertThat(outcome.expiresIn().orElseThrow()).hasSeconds(3600);
      assertThat(outcome.toString()).doesNotContain("canary");
      send(issuer);
      assertThat(receiver.authorizations()).as("not kept").containsExactly("Bearer canary-2");
    }
  }

  @Test
  void testShowsRefusal() throws Exception {
    try (ScriptedReceiver issuer = issuerAnswering(answer(401, "canary"))) {
      WebhookOptions options = options(issuer.url("/token"));
      TokenOutcome outcome = sender.testToken(webhook, receiver.url("/"), options);

      assertThat(outcome.succeeded()).isFalse();
      assertThat(outcome.statusCode()).hasValue(401);
      assertThat(outcome.cause()).isEqualTo(Optional.of(AttemptCause.REFUSED_BY_ISSUER));
      assertThat(outcome.expiresIn()).isEmpty();
    }
  }
}
