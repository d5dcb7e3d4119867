package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.delivery.send.receiver.RawReceiver;
import webhooks.delivery.send.sender.TestDelivery;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.HeaderExcerpt;

/** The headers that an attempt keeps. */
class AttemptHeadersTest {
  @RegisterExtension private static final TestSender sender = TestSender.patient();

  private static final String REFUSAL =
      "HTTP/1.1 401 No\r\nServer: door\r\nSet-Cookie: a=secret\r\nContent-Length: 0\r\n\r\n";
  private static final String SUCCESS = "HTTP/1.1 204 Yes\r\nServer: door\r\n\r\n";

  @Test
  void failureKeepsHeadersSentAndReceived() throws Exception {
    try (RawReceiver receiver = RawReceiver.writing(REFUSAL)) {
      AttemptHeaders headers = sender.send(receiver.url("/")).headers();

      assertSent(headers, receiver);
      assertThat(headers.received().orElseThrow().fields())
          .containsExactly(
              Map.entry("server", "door"),
              Map.entry("set-cookie", "***"),
              Map.entry("content-length", "0"));
    }
  }

  /** Compares the headers with those that came, of which signatures are cut. */
  private static void assertSent(AttemptHeaders headers, RawReceiver receiver) {
    Map<String, String> came = new TreeMap<>();
    receiver
        .head()
        .lines()
        .skip(1)
        .filter(line -> !line.isEmpty())
        .map(line -> line.split(": ", 2))
        .forEach(field -> came.put(field[0].toLowerCase(Locale.ROOT), field[1]));
    came.computeIfPresent("signature", (name, value) -> value.substring(0, 15) + "…");
    came.computeIfPresent("webhook-signature", (name, value) -> value.substring(0, 11) + "…");
    assertThat(headers.sent().orElseThrow().fields()).isEqualTo(came);
  }

  @Test
  void successKeepsNone() throws Exception {
    try (RawReceiver receiver = RawReceiver.writing(SUCCESS)) {
      Attempt attempt = sender.send(receiver.url("/"));

      assertThat(attempt.succeeded()).isTrue();
      assertThat(attempt.headers()).isEqualTo(AttemptHeaders.NONE);
    }
  }

  @Test
  void derivedHeadersOfSuccessAreThoseThatCame() throws Exception {
    try (RawReceiver receiver = RawReceiver.writing(SUCCESS)) {
      Attempt attempt = sender.send(receiver.url("/"));

      HeaderExcerpt derived =
          HeaderExcerpt.ofDelivered(
              TestDelivery.MESSAGE, attempt.started(), TestDelivery.create().body().length);
      String head = receiver.head().toLowerCase(Locale.ROOT);
      assertThat(derived.fields()).hasSize(4);
      derived
          .fields()
          .forEach(
              (name, value) -> assertThat(head).contains("\r\n" + name + ": " + value + "\r\n"));
    }
  }

  @Test
  void testKeepsHeadersOfSuccess() throws Exception {
    try (RawReceiver receiver = RawReceiver.writing(SUCCESS)) {
      AttemptHeaders headers = sender.test(receiver.url("/")).headers();

      assertSent(headers, receiver);
      assertThat(headers.received().orElseThrow().fields())
          .containsExactly(Map.entry("server", "door"));
    }
  }

  @Test
  void keepsHeadersSentToReceiverWithoutAnswer() throws Exception {
    try (RawReceiver receiver = new RawReceiver((out, closing) -> out.close())) {
      Attempt attempt = sender.send(receiver.url("/"));

      assertThat(attempt.error()).contains(AttemptError.CONNECT);
      assertSent(attempt.headers(), receiver);
      assertThat(attempt.headers().received()).isEmpty();
    }
  }

  @Test
  void keepsNoneIfNothingWasSent() throws Exception {
    assertThat(sender.send("https://unknown.example/").headers()).isEqualTo(AttemptHeaders.NONE);
  }
}
