package webhooks.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests a listener one of whose threads does not go on. */
@Timeout(120)
class HangingListenerTest {
  private static final int PING_BYTES = 21;

  private final CountDownLatch end = new CountDownLatch(1);
  private int port;

  @Test
  void refusesConnectionsUntilItsThreadsAnswer(@TempDir Path directory) throws Exception {
    port = PacketGuardTest.freePort();
    OpenBroker broker =
        OpenBroker.startedAt(
            "tcp://127.0.0.1:" + port + "?protocols=CORE;remotingThreads=3",
            directory,
            new PacketGuard(),
            new Hang());
    try (Socket first = connect()) {
      // Meanwhile every third connection has no answer, and the others have one.
      while (read(connect()) != 0) {
        assertThat(first.isConnected()).isTrue();
      }
      for (int i = 0; i < 6; i++) {
        assertThat(read(connect())).isZero();
      }

      end.countDown();

      first.setSoTimeout(60_000);
      assertThat(first.getInputStream().readNBytes(PING_BYTES)).hasSize(PING_BYTES);
      while (read(connect()) != PING_BYTES) {
        assertThat(first.isConnected()).isTrue();
      }
    } finally {
      end.countDown();
      broker.stop();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(5000);
    socket
        .getOutputStream()
        .write(
            ByteBuffer.allocate(7 + PING_BYTES)
                .put("ARTEMIS".getBytes(US_ASCII))
                .putInt(17)
                .put((byte) 10)
                .putLong(0)
                .putLong(60_000)
                .array());
    return socket;
  }

  /** Returns the size of the answer, or -1 if there is none. */
  private static int read(Socket socket) throws IOException {
    try (socket) {
      return socket.getInputStream().readNBytes(PING_BYTES).length;
    } catch (SocketTimeoutException e) {
      return -1;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Keeps the thread of the first connection. */
  private final class Hang implements ActiveMQServerPlugin {
    private final AtomicBoolean hung = new AtomicBoolean();

    @Override
    public void afterCreateConnection(RemotingConnection connection) {
      if (hung.compareAndSet(false, true)) {
        awaitEnd();
      }
    }

    private void awaitEnd() {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
