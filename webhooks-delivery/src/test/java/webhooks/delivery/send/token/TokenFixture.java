package webhooks.delivery.send.token;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.delivery.send.receiver.ScriptedReceiver.answer;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.delivery.send.receiver.ScriptedReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.WebhookOptions;

/** A receiver of a webhook that needs a token, and issuers, all on this machine. */
abstract class TokenFixture {
  @RegisterExtension final TestSender sender = TestSender.patient();

  static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";

  final UUID webhook = UUID.randomUUID();
  ScriptedReceiver receiver;
  volatile String receiverAnswer = NO_CONTENT;

  @BeforeEach
  void start() throws Exception {
    receiver = new ScriptedReceiver((number, closing) -> receiverAnswer);
  }

  @AfterEach
  void stop() throws Exception {
    sender.close();
    receiver.close();
  }

  /** Returns an issuer whose tokens are canary-1, canary-2 and so on. */
  static ScriptedReceiver issuer() throws Exception {
    return new ScriptedReceiver((number, closing) -> answer(200, token("canary-" + number)));
  }

  static ScriptedReceiver issuerAnswering(String answer) throws Exception {
    return new ScriptedReceiver((number, closing) -> answer);
  }

  static String token(String token) {
    return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
        .formatted(token);
  }

  WebhookOptions options(String tokenUrl) {
    return options(tokenUrl, receiver.url("/"));
  }

  static WebhookOptions options(String tokenUrl, String callbackUrl) {
    Map<String, Object> oauth2 =
        Map.of(
            "type",
            "oauth2",
            "tokenUrl",
            tokenUrl,
            "clientId",
            "app:1",
            "clientSecret",
            "the secret",
            "scope",
            "a b");
    return new ChangeOptions(Map.of("authentication", oauth2), true, List.of())
        .applyTo(WebhookOptions.NONE, CallbackUrl.parse(callbackUrl).origin());
  }

  CompletableFuture<Attempt> begin(ScriptedReceiver issuer) {
    return sender.begin(webhook, receiver.url("/"), options(issuer.url("/token")));
  }

  Attempt send(ScriptedReceiver issuer) throws Exception {
    return TestSender.end(begin(issuer));
  }

  void assertNothingSent(Attempt attempt, AttemptCause cause) {
    assertThat(attempt.error()).contains(AttemptError.AUTHENTICATION);
    assertThat(attempt.cause()).contains(cause);
    assertThat(attempt.statusCode()).isEmpty();
    assertThat(receiver.connections()).isZero();
  }
}
