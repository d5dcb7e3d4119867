package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests AMQP clients that send their first frames without waiting for answers. */
@Timeout(60)
class PipelinedLoginTest {
  private static final String SASL = "414d515003010000";

  /** PLAIN with the user "producer" and the password "password". */
  private static final String PLAIN =
      "0000002902010000"
          + "005341c01c02a305504c41494ea012"
          + "0070726f64756365720070617373776f7264";

  private static final String ANONYMOUS = "0000001902010000" + "005341c00c01a309414e4f4e594d4f5553";

  /** The broker's offer of PLAIN alone. */
  private static final String OFFERS_PLAIN =
      "0000001802010000" + "005340c00b01e00801a305504c41494e";

  private static final String AMQP = "414d515000010000";
  private static final String OPEN = "0000001102000000" + "005310c00401a10178";
  private static final String BEGIN = "0000001702000000" + "005311c00a044043700200000052ff";
  private static final String BROKERS_OPEN = "02000000005310";
  private static final String BROKERS_BEGIN = "005311";

  /** As one packet, and in pieces. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void opensSessionBehindItsLogin(int pieceBytes, @TempDir Path directory) throws Exception {
    BrokerFixture broker = BrokerFixture.onFreePort(directory);
    broker.start(Optional.of(new Credentials("producer", "password")), Optional.empty());
    try {
      assertThatBegins(broker, SASL + PLAIN + AMQP + OPEN + BEGIN, pieceBytes);
    } finally {
      broker.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void opensSessionWithoutLogin(int pieceBytes, @TempDir Path directory) throws Exception {
    BrokerFixture broker = BrokerFixture.onFreePort(directory);
    broker.start(Optional.empty(), Optional.empty());
    try {
      assertThatBegins(broker, AMQP + OPEN + BEGIN, pieceBytes);
    } finally {
      broker.stop();
    }
  }

  @Test
  void opensSessionBehindAnonymousLogin(@TempDir Path directory) throws Exception {
    BrokerFixture broker = BrokerFixture.onFreePort(directory);
    broker.start(Optional.empty(), Optional.empty());
    try {
      assertThatBegins(broker, SASL + ANONYMOUS + AMQP + OPEN + BEGIN, 1000);
    } finally {
      broker.stop();
    }
  }

  @Test
  void offersNoAnonymousLoginWhereOneIsRequired(@TempDir Path directory) throws Exception {
    BrokerFixture broker = BrokerFixture.onFreePort(directory);
    broker.start(Optional.of(new Credentials("producer", "password")), Optional.empty());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.address().port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(HexFormat.of().parseHex(SASL));
      int answerBytes = (SASL + OFFERS_PLAIN).length() / 2;

      assertThat(HexFormat.of().formatHex(socket.getInputStream().readNBytes(answerBytes)))
          .isEqualTo(SASL + OFFERS_PLAIN);
    } finally {
      broker.stop();
    }
  }

  /** The broker says that it wants a login, and ends the connection. */
  @Test
  void refusesSessionWithoutLogin(@TempDir Path directory) throws Exception {
    BrokerFixture broker = BrokerFixture.onFreePort(directory);
    broker.start(Optional.of(new Credentials("producer", "password")), Optional.empty());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.address().port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(HexFormat.of().parseHex(AMQP + OPEN + BEGIN));

      assertThat(HexFormat.of().formatHex(socket.getInputStream().readAllBytes())).isEqualTo(SASL);
    } finally {
      broker.stop();
    }
  }

  private static void assertThatBegins(BrokerFixture broker, String sent, int pieceBytes)
      throws IOException {
    byte[] bytes = HexFormat.of().parseHex(sent);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.address().port())) {
      socket.setSoTimeout(30_000);
      socket.setTcpNoDelay(true);
      for (int from = 0; from < bytes.length; from += pieceBytes) {
        socket.getOutputStream().write(bytes, from, Math.min(pieceBytes, bytes.length - from));
      }
      ByteArrayOutputStream answers = new ByteArrayOutputStream();
      String all = "";
      while (!(all.contains(BROKERS_OPEN) && all.contains(BROKERS_BEGIN))) {
        int next = socket.getInputStream().read();
        assertThat(next).as("the next byte after %s", all).isNotNegative();
        answers.write(next);
        all = HexFormat.of().formatHex(answers.toByteArray());
      }
    }
  }
}
