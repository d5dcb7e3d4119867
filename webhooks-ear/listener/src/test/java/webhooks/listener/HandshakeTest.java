package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.settings.tls.EllipticTls;

/** Requests of open connections beside handshakes that take long. */
@Timeout(30)
@EnabledOnOs(value = OS.LINUX, disabledReason = "has all addresses of 127.0.0.0/8")
class HandshakeTest {
  private static final int STRANGERS = 64;

  /** More wishes for new keys than any connection has. */
  private static final int MANY = 100;

  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SLOW_REQUEST =
      "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final HeldCertificate held =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
  private final HandshakeCertificates client =
      new HandshakeCertificates.Builder().addTrustedCertificate(held.certificate()).build();
  private final List<Socket> strangers = new ArrayList<>();
  private final AtomicInteger handshakes = new AtomicInteger();
  private final AtomicInteger slowRequests = new AtomicInteger();
  private volatile CountDownLatch slow = new CountDownLatch(0);
  private GuardedListener listener;

  @BeforeEach
  void start() throws Exception {
    System.setProperty(RequestGuard.APPLICATION_RUNS, "true");
    SSLContext context = EllipticTls.context(new KeyManager[] {new SlowKeyManager()}, null);
    listener = new GuardedListener("http-listener-kernel", Optional.of(context), this::answer);
  }

  @AfterEach
  void stop() throws IOException {
    slow.countDown();
    for (Socket stranger : strangers) {
      stranger.close();
    }
    listener.close();
    System.clearProperty(RequestGuard.APPLICATION_RUNS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void doNotDelayRequestsOfOpenConnections(String protocol) throws Exception {
    try (SSLSocket open = connect("127.0.0.1", protocol)) {
      ask(open);
      slow = new CountDownLatch(1);
      int before = handshakes.get();
      byte[] hello = hello();
      for (int i = 0; i < STRANGERS; i++) {
        Socket stranger = listener.sendFrom("127.0.0.2", "");
        stranger.getOutputStream().write(hello);
        strangers.add(stranger);
      }
      await().until(() -> handshakes.get() - before >= GuardedStrategy.HANDSHAKE_THREADS);

      for (int i = 0; i < STRANGERS; i++) {
        ask(open);
      }

      assertThat(handshakes.get() - before).isEqualTo(GuardedStrategy.HANDSHAKE_THREADS);
      slow.countDown();
      try (SSLSocket other = connect("127.0.0.3", protocol)) {
        ask(other);
      }
    }
  }

  /** A regression: the thread that reads all requests waited for the client without an end. */
  @Test
  void clientThatRenegotiatesStopsNobody() throws Exception {
    try (SSLSocket open = connect("127.0.0.1", "TLSv1.3");
        SSLSocket stranger = connect("127.0.0.2", "TLSv1.2")) {
      ask(open);
      ask(stranger);
      // It sends the first message only, because the client reads nothing more.
      stranger.startHandshake();
      for (int i = 0; i < STRANGERS; i++) {
        ask(open);
      }
    }
  }

  /** Their clients get new keys without a renegotiation. */
  @Test
  void connectionsWithNewKeysStayOpen() throws Exception {
    try (SSLSocket open = connect("127.0.0.1", "TLSv1.3")) {
      ask(open);
      // With TLS 1.3 this asks for new keys of both sides.
      open.startHandshake();
      ask(open);
      ask(open);
    }
  }

  /** A regression: what was read together with the wish for new keys was dropped. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void requestsAroundTheWishForNewKeysAreAnswered(int before) throws Exception {
    try (SSLSocket open = connect("127.0.0.1", "TLSv1.3")) {
      ask(open);
      slow = new CountDownLatch(1);
      open.getOutputStream().write(SLOW_REQUEST);
      await().until(() -> slowRequests.get() == 1);
      // Nothing of it is read while the request runs. So all of it is read together.
      for (int i = 0; i < before; i++) {
        open.getOutputStream().write(REQUEST);
      }
      open.startHandshake();
      open.startHandshake();
      open.getOutputStream().write(REQUEST);
      slow.countDown();
      for (int i = 0; i < before + 2; i++) {
        readAnswer(open);
      }
      ask(open);
    }
  }

  /** Otherwise its wishes could occupy the thread that reads all requests. */
  @Test
  void connectionEndsAfterTooManyWishesForNewKeys() throws Exception {
    try (SSLSocket stranger = connect("127.0.0.2", "TLSv1.3")) {
      wishAndAsk(stranger);

      assertThat(
              catchThrowable(
                  () -> {
                    for (int i = 0; i < MANY; i++) {
                      wishAndAsk(stranger);
                    }
                  }))
          .isNotNull()
          .isNotInstanceOf(SocketTimeoutException.class);
    }
  }

  private static void wishAndAsk(SSLSocket socket) throws IOException {
    socket.startHandshake();
    ask(socket);
  }

  private SSLSocket connect(String address, String protocol) throws IOException {
    return over(listener.sendFrom(address, ""), protocol);
  }

  private SSLSocket over(Socket plain, String protocol) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            client.sslSocketFactory().createSocket(plain, "127.0.0.1", listener.port(), true);
    socket.setSoTimeout(10_000);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }

  /** Returns the first message of a client. */
  private byte[] hello() throws IOException {
    SSLEngine engine = client.sslContext().createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), hello);
    byte[] bytes = new byte[hello.flip().remaining()];
    hello.get(bytes);
    return bytes;
  }

  private static void ask(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST);
    readAnswer(socket);
  }

  private static void readAnswer(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("after %s", head).isNotNegative();
      head.append((char) next);
    }
    assertThat(head).startsWith("HTTP/1.1 204 ");
  }

  private void answer(HttpRequestPacket request) {
    if (request.getRequestURI().equals("/slow")) {
      slowRequests.incrementAndGet();
      awaitSlow();
    }
    request.getResponse().setStatus(204);
    request.getResponse().setHeader("X-Content-Type-Options", "nosniff");
  }

  private void awaitSlow() {
    try {
      slow.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Counts handshakes, and lets them wait while the processor has other work. */
  private final class SlowKeyManager extends X509ExtendedKeyManager {
    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
      if (!type.equals("EC")) {
        return null;
      }
      handshakes.incrementAndGet();
      awaitSlow();
      return "server";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {held.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return held.keyPair().getPrivate();
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
