package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.delivery.send.receiver.ScriptedReceiver.answer;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.receiver.ScriptedReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.Origin;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.consent.Consent;

/** The request that asks a receiver for its consent, and its guard. */
@Timeout(120)
class ConsentRequestTest {
  @RegisterExtension static final TestSender SENDER = TestSender.patient();

  private static String consent(int status) {
    return "HTTP/1.1 %d X\r\nWebHook-Allowed-Origin: events.example\r\nContent-Length: 0\r\n\r\n"
        .formatted(status);
  }

  private static Map<String, String> headers(Attempt attempt) {
    return attempt.headers().received().orElseThrow().fields();
  }

  private static WebhookOptions secrets(Origin receiver) {
    return new ChangeOptions(
            Map.of(
                "headers",
                List.of(Map.of("name", "X-Key", "value", "canary")),
                "authentication",
                Map.of("type", "basic", "username", "canary", "password", "canary")),
            true,
            List.of())
        .applyTo(WebhookOptions.NONE, receiver);
  }

  @Test
  void asksTheExactTargetWithoutCredentials() throws Exception {
    try (ScriptedReceiver receiver = new ScriptedReceiver((number, closing) -> consent(200))) {
      String url = receiver.url("/hook?a=b");

      Attempt attempt = SENDER.askConsent(url, secrets(CallbackUrl.parse(url).origin()));

      assertThat(attempt.succeeded()).isTrue();
      assertThat(headers(attempt)).containsEntry("webhook-allowed-origin", "events.example");
      assertThat(receiver.requests())
          .singleElement()
          .satisfies(
              request ->
                  assertThat(request)
                      .startsWith("OPTIONS /hook?a=b HTTP/1.1\r\n")
                      .contains("\r\nWebHook-Request-Origin: events.example\r\n")
                      .containsPattern("\r\nUser-Agent: Webhooks/")
                      .doesNotContain("canary", "X-Key", "Authorization", "ignature")
                      .endsWith("\r\n\r\n"));
    }
  }

  @Test
  void followsNoRedirectAndKeepsTheHeadersOfErrors() throws Exception {
    try (ScriptedReceiver receiver =
        new ScriptedReceiver(
            (number, closing) ->
                consent(302).replace("Content-Length", "Location: /b\r\nContent-Length"))) {
      Attempt attempt = SENDER.askConsent(receiver.url("/a"), WebhookOptions.NONE);

      assertThat(attempt.statusCode()).hasValue(302);
      assertThat(attempt.error()).contains(AttemptError.STATUS);
      assertThat(headers(attempt)).containsKey("webhook-allowed-origin");
      assertThat(receiver.requests()).hasSize(1);
    }
  }

  @Test
  void asksNoForbiddenAddress() throws Exception {
    try (ScriptedReceiver receiver = new ScriptedReceiver((number, closing) -> consent(200));
        TestSender guarded = TestSender.withoutAllowedNetworks()) {
      Attempt attempt = guarded.askConsent(receiver.url("/"), WebhookOptions.NONE);

      assertThat(attempt.error()).contains(AttemptError.FORBIDDEN_ADDRESS);
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @Test
  void silentReceiverEndsInTime() throws Exception {
    try (ScriptedReceiver receiver =
            new ScriptedReceiver(
                (number, closing) -> {
                  closing.await();
                  return "";
                });
        TestSender impatient = TestSender.withTimeout(TestSender.SHORT_TIMEOUT)) {
      Attempt attempt = impatient.askConsent(receiver.url("/"), WebhookOptions.NONE);

      assertThat(attempt.error()).contains(AttemptError.TIMEOUT);
    }
  }

  @Test
  void laterRequestsNameTheSender() throws Exception {
    try (ScriptedReceiver receiver = new ScriptedReceiver((number, closing) -> answer(204, ""))) {
      String url = receiver.url("/");
      Origin origin = CallbackUrl.parse(url).origin();
      WebhookOptions consented =
          WebhookOptions.NONE.consented(
              new Consent("events.example", origin), Optional.of(BigDecimal.TEN));
      WebhookOptions elsewhere =
          WebhookOptions.NONE.consented(
              new Consent("events.example", new Origin("https://" + Certificates.HOST + ":1")),
              Optional.empty());

      SENDER.sendWithOptions(url, consented);
      SENDER.sendWithOptions(url, elsewhere);

      assertThat(receiver.requests().get(0))
          .startsWith("POST / ")
          .contains("\r\nWebHook-Request-Origin: events.example\r\n");
      assertThat(receiver.requests().get(1)).doesNotContain("WebHook-Request-Origin");
    }
  }
}
