package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.delivery.AttemptError;

/** A receiver within reach, at an address that must not be called. */
class ForbiddenReceiverTest {
  private TestSender sender;
  private RawReceiver receiver;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    sender = new TestSender(Certificates.trusted(directory));
    receiver = RawReceiver.writing("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }

  @AfterEach
  void stop() throws Exception {
    sender.close();
    receiver.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.1 8.8.8.8", "8.8.8.8 127.0.0.1", "::1"})
  void isNeverConnectedToByName(String addresses) throws Exception {
    sender.resolves(Certificates.HOST, addresses.split(" "));

    assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.FORBIDDEN_ADDRESS);
    assertThat(receiver.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"})
  void isNeverConnectedToByAddress(String host) throws Exception {
    assertThat(sender.send("https://" + host + ":" + receiver.port() + "/").error())
        .contains(AttemptError.FORBIDDEN_ADDRESS);
    assertThat(receiver.connections()).isZero();
  }

  @Test
  void isToldWithoutItsAddress() throws Exception {
    sender.resolves(Certificates.HOST, "127.0.0.1");

    assertThat(sender.send(receiver.url("/")).toString()).doesNotContain("127");
  }
}
