package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.send.receiver.ScriptedReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;

/** The header by which a receiver ends a delivery. */
class DeliveryControlTest {
  private static Optional<AttemptCause> abort(int status, String name, String value) {
    HttpResponse response = new BasicHttpResponse(status);
    response.addHeader(name, value);
    return DeliveryControl.abort(response);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 404, 410, 429, 500, 503})
  void failureWithHeaderIsFinal(int status) {
    assertThat(abort(status, "webhook-delivery", "abort-message")).contains(AttemptCause.ABORTED);
  }

  @ParameterizedTest
  @CsvSource({"200", "204", "299"})
  void successStaysSuccess(int status) {
    assertThat(abort(status, "webhook-delivery", "abort-message")).isEmpty();
  }

  @Test
  void namesAndValuesHaveAnyCase() {
    assertThat(abort(500, "Webhook-Delivery", " Abort-Message ")).isPresent();
    assertThat(abort(500, "webhook-delivery", "disable")).isEmpty();
    assertThat(abort(500, "webhook-delivery", "abort-messages")).isEmpty();
    assertThat(abort(500, "webhook-delivery", null)).isEmpty();
    assertThat(abort(500, "webhook", "abort-message")).isEmpty();
  }

  @Test
  void laterHeaderOfTheNameCounts() {
    HttpResponse response = new BasicHttpResponse(500);
    response.addHeader("webhook-delivery", "other");
    response.addHeader("webhook-delivery", "abort-message");

    assertThat(DeliveryControl.abort(response)).isPresent();
  }

  @Test
  void attemptIsFinal() throws Exception {
    try (TestSender sender = TestSender.patient();
        ScriptedReceiver receiver =
            new ScriptedReceiver(
                (number, closing) ->
                    "HTTP/1.1 %d X\r\nWebhook-Delivery: abort-message\r\nContent-Length: 0\r\n\r\n"
                        .formatted(number == 1 ? 500 : 200))) {
      Attempt failed = sender.send(receiver.url("/"));

      assertThat(failed.error()).contains(AttemptError.STATUS);
      assertThat(failed.cause()).contains(AttemptCause.ABORTED);
      assertThat(failed.isFinal()).isTrue();
      assertThat(sender.send(receiver.url("/")).cause()).isEmpty();
    }
  }
}
