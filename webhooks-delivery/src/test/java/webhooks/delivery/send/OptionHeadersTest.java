package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.delivery.send.receiver.RawReceiver;
import webhooks.delivery.send.sender.TestDelivery;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.WebhookOptions;

/** The headers that a request has because of options, and what an attempt keeps of them. */
class OptionHeadersTest {
  @RegisterExtension private static final TestSender sender = TestSender.patient();

  private static final String ECHO =
      "HTTP/1.1 500 No\r\nX-Echo: canary-value\r\nContent-Length: 28\r\n\r\n"
          + "you sent canary-value, right";

  private static WebhookOptions options(String url) {
    Map<String, Object> header = Map.of("name", "X-Key", "value", "canary-value");
    Map<String, Object> open = Map.of("name", "X-Stage", "value", "a b", "secret", false);
    Map<String, Object> basic =
        Map.of("type", "basic", "username", "Aladdin", "password", "open sesame");
    return new ChangeOptions(
            Map.of("headers", List.of(header, open), "authentication", basic), true, List.of())
        .applyTo(WebhookOptions.NONE, CallbackUrl.parse(url).origin());
  }

  @Test
  void requestHasHeadersAndPassword() throws Exception {
    try (RawReceiver receiver = RawReceiver.writing(ECHO)) {
      sender.sendWithOptions(
          receiver.url("/"), options(receiver.url("/other/path")), TestDelivery.create());

      assertThat(receiver.head().lines())
          .contains(
              "X-Key: canary-value",
              "X-Stage: a b",
              "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }
  }

  @Test
  void attemptKeepsNoSecret() throws Exception {
    try (RawReceiver receiver = RawReceiver.writing(ECHO)) {
      String url = receiver.url("/");
      Attempt attempt = sender.sendWithOptions(url, options(url), TestDelivery.create());

      assertThat(attempt.headers().sent().orElseThrow().fields())
          .contains(
              Map.entry("x-key", "***"),
              Map.entry("x-stage", "a b"),
              Map.entry("authorization", "***"));
      assertThat(attempt.headers().received().orElseThrow().fields())
          .contains(Map.entry("x-echo", "***"));
      assertThat(new String(attempt.excerpt())).isEqualTo("you sent ***, right");
    }
  }

  @Test
  void attemptKeepsNoResponseIfTheOwnerWantsNone() throws Exception {
    try (RawReceiver receiver = RawReceiver.writing(ECHO)) {
      WebhookOptions none =
          new ChangeOptions(Map.of("retention", Map.of("storeResponse", false)), true, List.of())
              .applyTo(WebhookOptions.NONE, CallbackUrl.parse(receiver.url("/")).origin());
      Attempt attempt = sender.sendWithOptions(receiver.url("/"), none, TestDelivery.create());

      assertThat(attempt.statusCode()).hasValue(500);
      assertThat(attempt.excerpt()).isEmpty();
      assertThat(attempt.headers().received()).isEmpty();
      assertThat(attempt.headers().sent()).isPresent();
    }
  }

  @Test
  void otherOriginGetsNoSecret() throws Exception {
    try (RawReceiver receiver = RawReceiver.writing(ECHO)) {
      URI url = URI.create(receiver.url("/"));
      int otherPort = url.getPort() == 443 ? 444 : 443;
      sender.sendWithOptions(
          url.toString(),
          options("https://" + url.getHost() + ":" + otherPort + "/"),
          TestDelivery.create());

      assertThat(receiver.head()).contains("X-Stage: a b").doesNotContain("X-Key", "Authorization");
    }
  }

  @Test
  void secretAtTheEndOfBrokenBodyIsHidden() throws Exception {
    String broken = "HTTP/1.1 500 No\r\nContent-Length: 100\r\n\r\nyou sent canary-va";
    try (RawReceiver receiver =
        new RawReceiver(
            (out, closing) -> {
              RawReceiver.write(out, broken);
              out.close();
            })) {
      String url = receiver.url("/");
      Attempt attempt = sender.sendWithOptions(url, options(url), TestDelivery.create());

      assertThat(new String(attempt.excerpt())).isEqualTo("you sent ***");
    }
  }
}
