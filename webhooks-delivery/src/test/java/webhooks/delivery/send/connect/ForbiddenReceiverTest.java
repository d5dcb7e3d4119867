package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.receiver.RawReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.AttemptError;

/** A receiver that this machine can reach, at an address that must not be called. */
class ForbiddenReceiverTest {
  @RegisterExtension private static final TestSender sender = TestSender.withoutAllowedNetworks();

  private RawReceiver receiver;

  @BeforeEach
  void start() throws Exception {
    receiver = RawReceiver.writing("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }

  @AfterEach
  void stop() throws Exception {
    receiver.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1 8.8.8.8",
        "8.8.8.8 127.0.0.1",
        "::1",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
      })
  void isNotConnectedByName(String addresses) throws Exception {
    sender.addHost(Certificates.HOST, addresses.split(" "));

    assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.FORBIDDEN_ADDRESS);
    assertThat(receiver.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"})
  void isNotConnectedByAddress(String host) throws Exception {
    assertThat(sender.send("https://" + host + ":" + receiver.port() + "/").error())
        .contains(AttemptError.FORBIDDEN_ADDRESS);
    assertThat(receiver.connections()).isZero();
  }

  @Test
  void isReportedWithoutItsAddress() throws Exception {
    assertThat(sender.send(receiver.url("/")).toString()).doesNotContain("127.0.0.1");
  }
}
