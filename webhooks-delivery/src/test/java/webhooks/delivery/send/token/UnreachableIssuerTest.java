package webhooks.delivery.send.token;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.delivery.send.receiver.ScriptedReceiver.answer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.receiver.ConnectProxy;
import webhooks.delivery.send.receiver.LoopbackServer;
import webhooks.delivery.send.receiver.ScriptedReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.settings.HostAndPort;

/** Token issuers that must not be called, that can't be reached, and that do not answer. */
@Timeout(120)
class UnreachableIssuerTest {
  private static final String RECEIVER = "https://receiver.example/";

  private static ScriptedReceiver issuer() throws Exception {
    return new ScriptedReceiver(
        (number, closing) -> answer(200, "{\"access_token\":\"t\",\"token_type\":\"bearer\"}"));
  }

  private static Attempt send(TestSender sender, String tokenUrl) throws Exception {
    return send(sender, tokenUrl, RECEIVER);
  }

  private static Attempt send(TestSender sender, String tokenUrl, String callbackUrl)
      throws Exception {
    Map<String, Object> oauth2 =
        Map.of("type", "oauth2", "tokenUrl", tokenUrl, "clientId", "c", "clientSecret", "s");
    WebhookOptions options =
        new ChangeOptions(Map.of("authentication", oauth2), true, List.of())
            .applyTo(WebhookOptions.NONE, CallbackUrl.parse(callbackUrl).origin());
    return sender.sendWithOptions(callbackUrl, options);
  }

  private static void assertFailed(Attempt attempt, AttemptCause cause) {
    assertThat(attempt.error()).contains(AttemptError.AUTHENTICATION);
    assertThat(attempt.cause()).contains(cause);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "8.8.8.8 127.0.0.1",
        "169.254.169.254",
        "10.0.0.1",
        "::1",
        "::ffff:10.0.0.1"
      })
  void isNotConnectedInsideByName(String addresses) throws Exception {
    try (TestSender sender = TestSender.withoutAllowedNetworks();
        ScriptedReceiver issuer = issuer()) {
      sender.addHost(Certificates.HOST, addresses.split(" "));

      Attempt attempt = send(sender, issuer.url("/token"));

      assertFailed(attempt, AttemptCause.FORBIDDEN_ISSUER);
      assertThat(issuer.connections()).isZero();
      assertThat(attempt.toString()).doesNotContain("127.0.0.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f.1"})
  void isNotConnectedInsideByAddress(String host) throws Exception {
    try (TestSender sender = TestSender.withoutAllowedNetworks();
        ScriptedReceiver issuer = issuer()) {
      int port = CallbackUrl.parse(issuer.url("/")).port();

      assertFailed(
          send(sender, "https://" + host + ":" + port + "/"), AttemptCause.FORBIDDEN_ISSUER);
      assertThat(issuer.connections()).isZero();
    }
  }

  /** The name has another address after the check. */
  @Test
  void isConnectedAtTheCheckedAddress() throws Exception {
    try (TestSender sender = TestSender.patient();
        ScriptedReceiver issuer = issuer();
        ScriptedReceiver receiver = issuer()) {
      assertThat(send(sender, issuer.url("/token"), receiver.url("/")).succeeded()).isTrue();
      sender.addHost(Certificates.HOST, "10.0.0.1");

      assertThat(send(sender, issuer.url("/token"), receiver.url("/")).succeeded()).isTrue();
      assertThat(issuer.requests()).hasSize(2);
    }
  }

  @Test
  void isReachedThroughTheProxy() throws Exception {
    try (ConnectProxy proxy = new ConnectProxy();
        ScriptedReceiver issuer = issuer();
        ScriptedReceiver receiver = issuer();
        TestSender sender = TestSender.withProxy(new HostAndPort("localhost", proxy.port()))) {
      assertThat(send(sender, issuer.url("/token"), receiver.url("/")).succeeded()).isTrue();

      assertThat(proxy.requests()).containsExactly(connect(issuer), connect(receiver));
      assertThat(proxy.headers()).noneMatch(line -> line.contains("Authorization"));
    }
  }

  private static String connect(ScriptedReceiver to) {
    return "CONNECT 127.0.0.1:" + CallbackUrl.parse(to.url("/")).port() + " HTTP/1.1";
  }

  @Test
  void unknownNameIsNamed() throws Exception {
    try (TestSender sender = TestSender.patient()) {
      assertFailed(send(sender, "https://unknown.example/"), AttemptCause.UNKNOWN_NAME);
    }
  }

  @Test
  void unknownAuthorityIsNamed() throws Exception {
    try (TestSender sender = TestSender.patient();
        LoopbackServer issuer =
            new LoopbackServer(
                Certificates.selfSigned().getServerSocketFactory(),
                (connection, closing) -> connection.getInputStream().read())) {
      assertFailed(
          send(sender, Certificates.url(issuer.port(), "/")), AttemptCause.UNKNOWN_AUTHORITY);
    }
  }

  @Test
  void closedConnectionIsNamed() throws Exception {
    try (TestSender sender = TestSender.patient();
        LoopbackServer issuer =
            new LoopbackServer(
                Certificates.of(Certificates.HOST).getServerSocketFactory(),
                (connection, closing) -> connection.getInputStream().read())) {
      assertFailed(send(sender, Certificates.url(issuer.port(), "/")), AttemptCause.CLOSED);
    }
  }

  /** The token request counts in the time-out of the attempt. */
  @Test
  void silentIssuerEndsTheAttemptInTime() throws Exception {
    TestSender.withSufficientTimeout(
        sender -> {
          try (ScriptedReceiver issuer =
              new ScriptedReceiver(
                  (number, closing) -> {
                    closing.await();
                    return "";
                  })) {
            Attempt attempt = send(sender, issuer.url("/token"));

            assertThat(attempt.error()).contains(AttemptError.AUTHENTICATION);
            assertThat(attempt.duration())
                .isBetween(sender.timeout(), sender.timeout().multipliedBy(2));
            return attempt.cause().equals(Optional.of(AttemptCause.NO_RESPONSE));
          }
        });
  }

  @Test
  void slowAnswerEndsTheAttemptInTime() throws Exception {
    TestSender.withSufficientTimeout(
        sender -> {
          try (ScriptedReceiver issuer =
              new ScriptedReceiver(
                  (number, closing) -> "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")) {
            Attempt attempt = send(sender, issuer.url("/token"));

            assertThat(attempt.error()).contains(AttemptError.AUTHENTICATION);
            return attempt.cause().equals(Optional.of(AttemptCause.NO_RESPONSE));
          }
        });
  }

  @Test
  void lookUpThatHangsEndsTheAttemptInTime() throws Exception {
    try (TestSender sender = TestSender.withTimeout(TestSender.SHORT_TIMEOUT)) {
      assertFailed(send(sender, "https://hangs.example/"), AttemptCause.NOT_RESOLVED);
    }
  }
}
