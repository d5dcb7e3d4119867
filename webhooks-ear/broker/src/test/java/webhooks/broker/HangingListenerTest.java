package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests a listener with threads that do not go on. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HangingListenerTest {
  private static final int THREADS = 3;

  private final CountDownLatch end = new CountDownLatch(1);
  private int port;

  @Test
  void givesConnectionsToThreadsThatAnswer(@TempDir Path directory) throws Exception {
    OpenBroker broker = start(directory, new Hang(1));
    try (Socket first = connect()) {
      // Until the listener knows, every third connection has no answer.
      while (read(connect()) == CorePing.SIZE) {
        assertThat(first.isConnected()).isTrue();
      }
      awaitAnswers(3 * THREADS);

      end.countDown();

      first.setSoTimeout(60_000);
      assertThat(first.getInputStream().readNBytes(CorePing.SIZE)).hasSize(CorePing.SIZE);
    } finally {
      end.countDown();
      broker.stop();
    }
  }

  @Test
  void refusesConnectionsUntilOneThreadAnswers(@TempDir Path directory) throws Exception {
    OpenBroker broker = start(directory, new Hang(THREADS));
    List<Socket> hanging = new ArrayList<>();
    try {
      for (int i = 0; i < THREADS; i++) {
        hanging.add(connect());
      }
      while (read(connect()) != 0) {
        assertThat(hanging).allMatch(Socket::isConnected);
      }
      for (int i = 0; i < 2 * THREADS; i++) {
        assertThat(read(connect())).isZero();
      }

      end.countDown();

      awaitAnswers(THREADS);
    } finally {
      end.countDown();
      for (Socket socket : hanging) {
        socket.close();
      }
      broker.stop();
    }
  }

  /** One connection with much to read must not keep the others of its thread. */
  @Test
  void readsOneBufferOfConnectionInTurn(@TempDir Path directory) throws Exception {
    CompletableFuture<Integer> buffers = new CompletableFuture<>();
    OpenBroker broker =
        start(
            directory,
            new ActiveMQServerPlugin() {
              @Override
              public void afterCreateConnection(RemotingConnection connection) {
                NettyConnection transport = (NettyConnection) connection.getTransportConnection();
                MaxMessagesRecvByteBufAllocator allocator =
                    transport.getNettyChannel().config().getRecvByteBufAllocator();
                buffers.complete(allocator.maxMessagesPerRead());
              }
            });
    try {
      assertThat(read(connect())).isEqualTo(CorePing.SIZE);

      assertThat(buffers.get()).isOne();
    } finally {
      broker.stop();
    }
  }

  private OpenBroker start(Path directory, ActiveMQServerPlugin plugin) throws Exception {
    port = PacketGuardTest.freePort();
    return OpenBroker.startedAt(
        "tcp://127.0.0.1:" + port + "?protocols=CORE;remotingThreads=" + THREADS,
        directory,
        new PacketGuard(),
        plugin);
  }

  /** Waits until so many connections one after the other have an answer. */
  private void awaitAnswers(int connections) throws IOException {
    for (int answered = 0; answered < connections; ) {
      answered = read(connect()) == CorePing.SIZE ? answered + 1 : 0;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(5000);
    socket.getOutputStream().write(CorePing.bytes());
    return socket;
  }

  /** Returns the size of the answer, or -1 if there is none. */
  private static int read(Socket socket) throws IOException {
    try (socket) {
      return socket.getInputStream().readNBytes(CorePing.SIZE).length;
    } catch (SocketTimeoutException e) {
      return -1;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Keeps the threads of the first connections. */
  private final class Hang implements ActiveMQServerPlugin {
    private final AtomicInteger remaining;

    private Hang(int threads) {
      remaining = new AtomicInteger(threads);
    }

    @Override
    public void afterCreateConnection(RemotingConnection connection) {
      if (remaining.getAndDecrement() > 0) {
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
