package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests what a broker keeps of connections that have ended. */
@Timeout(120)
class EndedConnectionsTest {
  private static final int MAX = 1_000;

  /** The bound, and what the threads of the broker have at work. */
  private static final int MOST = MAX + 200;

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private OpenBroker broker;
  private int port;

  /** Holds the thread that ends connections, and counts those that have not ended. */
  private final class Count implements ActiveMQServerPlugin {
    @Override
    public void afterCreateConnection(RemotingConnection connection) {
      most.accumulateAndGet(held.incrementAndGet(), Math::max);
    }

    @Override
    public void afterDestroyConnection(RemotingConnection connection) {
      awaitEnd();
      held.decrementAndGet();
    }
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    port = PacketGuardTest.freePort();
    broker =
        OpenBroker.startedAt(
            "tcp://127.0.0.1:" + port + "?protocols=CORE",
            directory,
            new PacketGuard(),
            new Count());
  }

  @AfterEach
  void stop() throws Exception {
    end.countDown();
    broker.stop();
  }

  /** A stranger opens and ends connections faster than Artemis deals with their end. */
  @Test
  void endedConnectionsAreFewInMemory() throws IOException {
    int answered = 0;
    while (isAnswered()) {
      answered++;
      assertThat(most.get()).isLessThan(MOST);
    }
    assertThat(answered).isGreaterThanOrEqualTo(MAX);

    try (Socket waiting = connect()) {
      end.countDown();

      assertThat(isAnswered(waiting)).isTrue();
    }
    await().until(() -> held.get() == 0);
  }

  /** Each would keep a connection for ten seconds, and this broker ends them sooner. */
  @Test
  void noTimerOfArtemisKeepsConnections() throws IOException {
    end.countDown();
    assertThat(isAnswered()).isTrue();
    int before = broker.scheduledTasks();
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
      // Each thread of the broker answers behind the silent connections that it has.
      assertThat(isAnswered()).isTrue();
    }

    int after = broker.scheduledTasks();

    for (Socket socket : silent) {
      socket.close();
    }
    assertThat(after - before).isLessThan(20);
  }

  private boolean isAnswered() {
    try (Socket socket = connect()) {
      return isAnswered(socket);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isAnswered(Socket socket) throws IOException {
    return socket.getInputStream().readNBytes(CorePing.SIZE).length == CorePing.SIZE;
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    socket.setSoLinger(true, 0);
    socket.getOutputStream().write(CorePing.bytes());
    return socket;
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
