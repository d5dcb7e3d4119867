package webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.delivery.worker.DependencyHealth;
import webhooks.settings.ListenAddress;

class ListenerCheckTest {
  private static final int GREETING_AND_PING_BYTES = 28;
  private static final int GREETING_BYTES = 7;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final DependencyHealth health = new DependencyHealth("listener");

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void isAvailableWhenThePingIsAnswered() throws Exception {
    try (ServerSocket listener = listener(ServerSocketFactory.getDefault())) {
      threads.submit(() -> answer(listener));

      check(listener, false).run();

      assertThat(health.unavailableSince()).isEmpty();
    }
  }

  @Test
  void isAvailableOverTls() throws Exception {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(new HeldCertificate.Builder().commonName("other.example").build())
            .build();
    try (ServerSocket listener = listener(certificates.sslContext().getServerSocketFactory())) {
      threads.submit(() -> answer(listener));

      check(listener, true).run();

      assertThat(health.unavailableSince()).isEmpty();
    }
  }

  /** The threads of a broker may hang while the kernel still accepts connections. */
  @Test
  void isUnavailableWhenNothingAnswers() throws Exception {
    try (ServerSocket listener = listener(ServerSocketFactory.getDefault())) {
      check(listener, false).run();

      assertThat(health.unavailableSince()).isPresent();
    }
  }

  @Test
  void isUnavailableWhenConnectionsAreClosed() throws Exception {
    try (ServerSocket listener = listener(ServerSocketFactory.getDefault())) {
      threads.submit(
          () -> {
            listener.accept().close();
            return true;
          });

      check(listener, false).run();

      assertThat(health.unavailableSince()).isPresent();
    }
  }

  @Test
  void isUnavailableWhenNothingListens() throws Exception {
    ServerSocket listener = listener(ServerSocketFactory.getDefault());
    listener.close();

    check(listener, false).run();

    assertThat(health.unavailableSince()).isPresent();
  }

  private ListenerCheck check(ServerSocket listener, boolean secure) {
    return new ListenerCheck(
        new ListenAddress("127.0.0.1", listener.getLocalPort()), secure, health);
  }

  private static ServerSocket listener(ServerSocketFactory sockets) throws IOException {
    return sockets.createServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static Socket answer(ServerSocket listener) throws IOException {
    Socket socket = listener.accept();
    byte[] asked = socket.getInputStream().readNBytes(GREETING_AND_PING_BYTES);
    socket.getOutputStream().write(asked, GREETING_BYTES, asked.length - GREETING_BYTES);
    return socket;
  }
}
