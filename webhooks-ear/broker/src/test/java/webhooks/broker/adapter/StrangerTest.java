package webhooks.broker.adapter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.broker.QueueNames;

/** Tests what a stranger, who has no login, can do to the broker and its producers. */
@Timeout(120)
class StrangerTest {
  private static final Credentials PRODUCER = new Credentials("producer", "correct horse");
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int MEBIBYTE = 1024 * 1024;
  private static final byte[] PING =
      ByteBuffer.allocate(21).putInt(17).put((byte) 10).putLong(0).putLong(-1).array();
  private static final byte[] SASL = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};
  private static final byte[] TOO_LONG = {0x7f, -1, -1, -1, 2, 1, 0, 0};

  private final List<Socket> strangers = new ArrayList<>();
  private BrokerFixture broker;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    broker = BrokerFixture.onFreePort(directory);
    broker.start(Optional.of(PRODUCER), Optional.empty());
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket stranger : strangers) {
      stranger.close();
    }
    broker.stop();
  }

  /** Artemis would read the last byte again and again, in a thread of many connections. */
  @Test
  void cannotKeepThreadsBusy() throws IOException {
    for (int i = 0; i < 12; i++) {
      OutputStream out = connect().getOutputStream();
      out.write(SASL);
      out.write(TOO_LONG);
    }
    publish();
    for (Socket stranger : strangers) {
      writeIfOpen(stranger, new byte[1]);
    }

    // The broker has fewer threads, and gives them connections in turn.
    for (int i = 0; i < 12; i++) {
      publish();
    }
    assertThatAllEnd();
  }

  private static void writeIfOpen(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      // The broker has closed the connection.
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ARTEMIS\177\377\377\377\12",
        "ARTEMIS\0\1\0\1\12",
        "ACTIVEMQ\177\377\377\377",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000000\r\n\r\n",
        "AMQP\3\1\0\0\0\0\2\1\2\1\0\0",
        "CONNECT\n\n\0",
        "AMQP\2\1\0\0"
      })
  void cannotMakeTheBrokerKeepBytes(String beginning) throws IOException {
    byte[] begin = beginning.getBytes(ISO_8859_1);
    long before = keptBytes();
    long maxKept = 0;
    for (int i = 0; i < 4; i++) {
      Socket socket = connect();
      writeIfOpen(socket, begin);
      for (int part = 0; part < 16; part++) {
        writeIfOpen(socket, new byte[MEBIBYTE]);
        maxKept = Math.max(maxKept, keptBytes() - before);
      }
    }

    assertThat(maxKept).as("bytes in the buffers of the broker").isLessThan(8L * MEBIBYTE);
    assertThatAllEnd();
    publish();
  }

  @Test
  void isDisconnectedWithoutLogin() throws IOException {
    connect();
    connect().getOutputStream().write("ARTEMIS".getBytes(US_ASCII));
    connect().getOutputStream().write(SASL);

    assertThatAllEnd();
  }

  /** The time counts from the connection's begin, not from the latest byte. */
  @Test
  void isDisconnectedThoughItPings() throws IOException {
    Socket socket = connect();
    socket.setSoTimeout(1000);
    socket.getOutputStream().write("ARTEMIS".getBytes(US_ASCII));
    int pings = 0;
    for (boolean open = true; open; pings++) {
      writeIfOpen(socket, PING);
      open = !ends(socket);
    }

    assertThat(pings).isPositive();
  }

  /** Each packet costs an answer, and time of a thread that serves other connections too. */
  @Test
  void cannotFloodTheBrokerWithPackets() throws IOException {
    for (int i = 0; i < 12; i++) {
      OutputStream out = connect().getOutputStream();
      out.write("ARTEMIS".getBytes(US_ASCII));
    }
    ByteBuffer pings = ByteBuffer.allocate(MEBIBYTE / PING.length * PING.length);
    while (pings.hasRemaining()) {
      pings.put(PING);
    }
    for (Socket stranger : strangers) {
      writeIfOpen(stranger, pings.array());
    }

    publish();
    for (Socket stranger : strangers) {
      assertThat(bytesUntilEnd(stranger)).isLessThanOrEqualTo(32 * PING.length);
    }
  }

  private static int bytesUntilEnd(Socket socket) {
    int bytes = 0;
    try {
      while (socket.getInputStream().read() >= 0) {
        bytes++;
      }
    } catch (IOException e) {
      // The broker has closed the connection.
    }
    return bytes;
  }

  /** Each of them begins a login, which ends Artemis's own time for the first bytes. */
  @Test
  void cannotTakeAllConnections() throws IOException {
    for (int i = 0; i < 1000; i++) {
      writeIfOpen(connect(), SASL);
      if (i % 100 == 0) {
        publish();
      }
    }

    assertThatAllEnd();
    publish();
  }

  @Test
  void doesNotEndProducers() throws Exception {
    try (JMSContext producer = broker.connect(Optional.of(PRODUCER))) {
      for (int i = 0; i < 300; i++) {
        connect();
      }
      assertThatAllEnd();
      producer.createProducer().send(producer.createQueue(QueueNames.EVENTS), "text");
    }
  }

  /**
   * The memory of Netty that is in use by buffers, of the broker's connections and the client's.
   */
  private static long keptBytes() {
    return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory()
        + PooledByteBufAllocator.DEFAULT.pinnedHeapMemory();
  }

  private void publish() {
    try (JMSContext context = broker.connect(Optional.of(PRODUCER))) {
      context.createProducer().send(context.createQueue(QueueNames.EVENTS), "text");
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.address().port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    strangers.add(socket);
    return socket;
  }

  private void assertThatAllEnd() {
    for (Socket stranger : strangers) {
      assertThat(ends(stranger)).as("the end of the connection").isTrue();
    }
  }

  private static boolean ends(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
