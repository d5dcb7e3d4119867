package webhooks.it.resilience.receiver;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import webhooks.it.harness.Places;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.resilience.receiver.HostileReceiver.Behaviour;

/** Starts hostile receivers, each at its own port. */
final class HostileReceivers implements Closeable {
  private static final String ENDLESS = "answers endlessly";
  private static final String FAILED = "HTTP/1.1 500 Failed\r\n";
  private static final int BOMB_MIB = 64;

  private static final byte[] HELLO_OF_TLS_1_0 = {
    22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
    18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 0, 0, 47, 0
  };

  /** The header of a TLS record of 16 KiB and of the message in it. */
  private static final byte[] HELLO_WITHOUT_END = {22, 3, 3, 64, 0, 2, 0, 63, (byte) 252};

  private static final String SETTINGS = "\0\0\0\4\0\0\0\0\0";
  private static final String RESET_STREAM = "\0\0\4\3\0\0\0\0\1\0\0\0\2";

  private final Map<URI, Hostility> all = new LinkedHashMap<>();
  private final List<Closeable> servers = new ArrayList<>();
  private final HostileReceiver trap;
  private final SSLContext identity;

  /**
   * The behaviour of a receiver.
   *
   * @param outcome the error of an attempt, or {@code none}
   */
  record Hostility(String name, String outcome) {
    /**
     * Returns whether a busy machine can add this error to the outcome. All hostile receivers
     * together need all cores, so an attempt can time out before the hostile answer. An answer
     * without a request can reach the next request on its connection.
     */
    boolean mayAdd(String error) {
      return error.equals("timeout") || name.equals(ENDLESS) && error.equals("protocol");
    }
  }

  HostileReceivers(Authority authority) {
    identity = authority.server();
    trap = new HostileReceiver(HostileConnection::stall);
    servers.add(trap);
    names();
    accept();
    handshake(authority);
    addAnswers();
    addHeads();
    addBodies();
    addUnreadAnswers();
  }

  /** Returns all behaviours by callback URL. */
  Map<URI, Hostility> all() {
    return Map.copyOf(all);
  }

  /** The target of redirects. The product must not connect to it. */
  HostileReceiver redirectTarget() {
    return trap;
  }

  @Override
  public void close() throws IOException {
    for (Closeable server : servers) {
      server.close();
    }
  }

  private void names() {
    all.put(URI.create("https://nobody.example.test/"), new Hostility("has no address", "dns"));
    all.put(
        URI.create("https://forbidden.example.test/"),
        new Hostility("is at a forbidden address", "forbiddenAddress"));
  }

  private void accept() {
    all.put(
        URI.create("https://127.0.0.1:" + Places.freePort() + "/"),
        new Hostility("refuses", "connect"));
    try {
      ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      servers.add(deaf);
      all.put(
          URI.create("https://127.0.0.1:" + deaf.getLocalPort() + "/"),
          new Hostility("never accepts", "timeout"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    add("resets at once", "connect", HostileConnection::reset);
  }

  private void handshake(Authority authority) {
    add("never shakes hands", "timeout", HostileConnection::stall);
    add("hangs up in its handshake", "tls", HostileConnection::readRecord);
    add(
        "draws its handshake out",
        "timeout",
        wire -> wire.write(HELLO_WITHOUT_END).writeSlowly("\0"));
    add("speaks no TLS", "tls", wire -> wire.write("220 mail.example.test\r\n").stall());
    add("speaks no TLS without end", "tls", wire -> wire.writeForever("garbage"));
    add("speaks TLS 1.0 alone", "tls", wire -> wire.write(HELLO_OF_TLS_1_0).stall());
    add("speaks HTTP/2 alone", "tls", wire -> wire.handshake(identity, "h2").stall());
    addCertificate("a certificate of an unknown authority", new Authority().server());
    addCertificate("a certificate of another host", authority.serverElsewhere());
    addCertificate("a certificate that has expired", authority.expiredServer());
  }

  private void addCertificate(String what, SSLContext certificate) {
    add("shows " + what, "tls", wire -> wire.handshake(certificate).stall());
  }

  private void addAnswers() {
    asked("resets when asked", "connect", HostileConnection::reset);
    asked("hangs up when asked", "connect", wire -> {});
    asked("never answers", "timeout", HostileConnection::stall);
    asked("answers garbage", "protocol", wire -> wire.write("\0\1\2\3\r\n\r\n").stall());
    asked("answers garbage without end", "protocol", wire -> wire.writeForever("\0\1\2\3"));
    asked(
        "switches protocols",
        "protocol",
        wire ->
            wire.write("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
                .stall());
    add(
        "speaks HTTP/2 and resets",
        "protocol",
        wire ->
            wire.handshake(identity, "h2", "http/1.1")
                .readRequest()
                .write(SETTINGS)
                .writeForever(RESET_STREAM));
  }

  private void addHeads() {
    asked("stalls in its head", "timeout", wire -> wire.write(FAILED + "X-A: b").stall());
    asked("draws its head out", "timeout", wire -> wire.write(FAILED).writeSlowly("X-A: b\r\n"));
    asked(
        "sends headers without end",
        "protocol",
        wire -> wire.write(FAILED).writeForever("X-A: b\r\n"));
    asked(
        "sends a header without end",
        "protocol",
        wire -> wire.write(FAILED + "X-A: ").writeForever("b"));
    asked(
        "sends interim answers without end",
        "protocol",
        wire -> wire.writeForever("HTTP/1.1 103 Early Hints\r\n\r\n"));
  }

  private void addBodies() {
    asked(
        "stalls in its body",
        "status",
        wire -> wire.write(FAILED + "Content-Length: 9\r\n\r\nx").stall());
    asked("draws its body out", "status", wire -> wire.write(FAILED + "\r\n").writeSlowly("x"));
    asked(
        "sends a body without end",
        "none",
        wire -> wire.write("HTTP/1.1 200 OK\r\n\r\n").writeForever("x"));
    asked(
        "sends chunks without end",
        "status",
        wire ->
            wire.write(FAILED + "Transfer-Encoding: chunked\r\n\r\n").writeForever("1\r\nx\r\n"));
    asked(
        "sends trailers without end",
        "status",
        wire ->
            wire.write(FAILED + "Transfer-Encoding: chunked\r\n\r\n0\r\n")
                .writeForever("X-A: b\r\n"));
  }

  private void addUnreadAnswers() {
    byte[] bomb = bomb();
    asked(
        "sends a bomb",
        "status",
        wire ->
            wire.write(FAILED + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length)
                .write("\r\n\r\n")
                .write(bomb)
                .stall());
    asked(ENDLESS, "status", wire -> wire.writeForever(FAILED + "Content-Length: 0\r\n\r\n"));
    asked(
        "redirects to this host",
        "status",
        wire ->
            wire.write("HTTP/1.1 307 Elsewhere\r\nConnection: close\r\nContent-Length: 0\r\n")
                .write("Location: " + trap.url() + "\r\n\r\n")
                .stall());
  }

  private void asked(String name, String outcome, Behaviour behaviour) {
    add(name, outcome, wire -> behaviour.handle(wire.handshake(identity).readRequest()));
  }

  private void add(String name, String outcome, Behaviour behaviour) {
    HostileReceiver receiver = new HostileReceiver(behaviour);
    servers.add(receiver);
    all.put(receiver.url(), new Hostility(name, outcome));
  }

  private static byte[] bomb() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < BOMB_MIB; i++) {
        out.write(zeros);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
