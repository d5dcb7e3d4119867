package webhooks.delivery.intake;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import webhooks.delivery.worker.DependencyHealth;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.settings.ListenAddress;
import webhooks.settings.SettingReader;
import webhooks.settings.tls.EllipticTls;
import webhooks.settings.tls.ServerCertificate;

/**
 * Checks whether the broker's listener in this process answers. It connects over the network, as a
 * producer does, and sends a ping of the protocol Artemis core. The product's own connections to
 * the broker don't show whether the listener answers, because they stay in memory.
 */
public final class ListenerCheck implements Runnable {
  /** The time between two checks. */
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(ListenerCheck.class.getName());

  /** The time for each step: to connect, and to wait for a byte. */
  private static final int STEP_MILLIS = 2000;

  /** The first bytes of a connection, before its first packet. */
  private static final byte[] BEGIN = "ARTEMIS".getBytes(StandardCharsets.US_ASCII);

  /** The type of the packet. */
  private static final byte PING = 10;

  /** The type, the number of the channel and the time to live. */
  private static final int PING_LENGTH = Byte.BYTES + 2 * Long.BYTES;

  private static final long TIME_TO_LIVE_MILLIS = 60_000;

  private final ListenAddress address;
  private final Optional<SSLSocketFactory> tls;
  private final DependencyHealth health;

  ListenerCheck(ListenAddress address, boolean secure, DependencyHealth health) {
    this.address = address;
    this.tls = secure ? Optional.of(anyCertificate()) : Optional.empty();
    this.health = health;
  }

  /**
   * Creates the check of the listener at {@code webhooks.jms.listen}. Returns empty if this process
   * has no listener for producers.
   */
  public static Optional<ListenerCheck> of(SettingReader settings) {
    boolean secure = ServerCertificate.read(settings, "webhooks.jms").isPresent();
    DependencyHealth health = new DependencyHealth("listener for producers");
    return ListenAddress.read(settings).map(address -> new ListenerCheck(address, secure, health));
  }

  /** Returns the worker that repeats the check. */
  public Worker worker(StopSignal stop) {
    return Worker.every("Asking the listener", INTERVAL, stop, this);
  }

  /** Returns since when the listener has not answered. Empty if it answers. */
  public Optional<Instant> unavailableSince() {
    return health.unavailableSince();
  }

  /** Checks once. */
  @Override
  public void run() {
    health.requestStarted();
    try {
      ask();
      health.requestAnswered();
    } catch (IOException e) {
      LOG.log(Level.FINE, "The listener for producers does not answer", e);
    }
  }

  private void ask() throws IOException {
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host(), address.port()), STEP_MILLIS);
      plain.setSoTimeout(STEP_MILLIS);
      Socket socket =
          tls.isPresent()
              ? tls.get().createSocket(plain, address.host(), address.port(), true)
              : plain;
      socket
          .getOutputStream()
          .write(
              ByteBuffer.allocate(BEGIN.length + Integer.BYTES + PING_LENGTH)
                  .put(BEGIN)
                  .putInt(PING_LENGTH)
                  .put(PING)
                  .putLong(0)
                  .putLong(TIME_TO_LIVE_MILLIS)
                  .array());
      int bytes = Integer.BYTES + PING_LENGTH;
      if (socket.getInputStream().readNBytes(bytes).length < bytes) {
        throw new EOFException("The connection was closed");
      }
    }
  }

  /** Returns the address to connect to: the loopback address if the listener has all addresses. */
  private InetAddress host() throws IOException {
    InetAddress host = InetAddress.getByName(address.host());
    return host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
  }

  /**
   * Accepts each certificate: nothing secret is sent, and a certificate that has expired does not
   * stop the listener from answering.
   */
  private static SSLSocketFactory anyCertificate() {
    return EllipticTls.context(null, new TrustManager[] {new AnyCertificate()}).getSocketFactory();
  }

  private static final class AnyCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String method) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String method) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
