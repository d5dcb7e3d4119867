package webhooks.settings.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLProtocolException;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that answers each change of the server's keys by one of its own. */
@Timeout(30)
class QuietRecordLimitTest {
  private static final int ROOM = 64 * 1024;
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  /** The bytes of a record that changes keys once. Java adds 16 to the necessary 27. */
  private static final int CHANGE = 43;

  /** The bytes of a record with a ticket of OpenSSL. */
  private static final int TICKET = 280;

  private static final int FREE_CHANGES = QuietRecordLimit.MAX_FROM_CLIENT / CHANGE;

  private final HeldCertificate held =
      new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
  private final SSLEngine server = newServer();
  private final SSLEngine client = new QuietRecordLimit(newClient());
  private final ByteBuffer toServer = ByteBuffer.allocate(ROOM);
  private final ByteBuffer toClient = ByteBuffer.allocate(ROOM);
  private SSLEngine limited;

  private SSLEngine newServer() {
    SSLEngine engine =
        new HandshakeCertificates.Builder()
            .heldCertificate(held)
            .build()
            .sslContext()
            .createSSLEngine();
    engine.setUseClientMode(false);
    return engine;
  }

  private SSLEngine newClient() {
    SSLEngine engine =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(held.certificate())
            .build()
            .sslContext()
            .createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    return engine;
  }

  @BeforeEach
  void handshake() throws SSLException {
    limited = new QuietRecordLimit(server);
    client.beginHandshake();
    limited.beginHandshake();
    exchange("");
    assertThat(limited.getSession().getProtocol()).isEqualTo("TLSv1.3");
    assertThat(exchange("first")).isEqualTo(5);
  }

  /**
   * Lets the client send data, and both sides exchange records until none has any.
   *
   * @return how much data the server has received
   */
  private int exchange(String data) throws SSLException {
    ByteBuffer plain = ByteBuffer.wrap(data.getBytes());
    int received = 0;
    while (mustWrite(client, plain) || mustWrite(limited, NONE)) {
      if (mustWrite(client, plain)) {
        client.wrap(plain, toServer);
      }
      received += read(toServer, limited);
      if (mustWrite(limited, NONE)) {
        limited.wrap(NONE, toClient);
      }
      read(toClient, client);
    }
    return received;
  }

  private static boolean mustWrite(SSLEngine engine, ByteBuffer plain) {
    HandshakeStatus status = engine.getHandshakeStatus();
    return status == HandshakeStatus.NEED_WRAP
        || plain.hasRemaining() && status == HandshakeStatus.NOT_HANDSHAKING;
  }

  /** Returns how much data the records had. */
  private static int read(ByteBuffer records, SSLEngine engine) throws SSLException {
    ByteBuffer data = ByteBuffer.allocate(ROOM);
    records.flip();
    SSLEngineResult read;
    do {
      read = engine.unwrap(records, data);
      runTasks(engine);
    } while (records.hasRemaining() && read.bytesConsumed() > 0);
    records.compact();
    return data.position();
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private void changeKeys() throws SSLException {
    server.beginHandshake();
    exchange("");
  }

  @Test
  void endsTheConnectionOfAClientThatOnlyChangesItsKeys() throws SSLException {
    for (int change = 0; change < FREE_CHANGES; change++) {
      changeKeys();
    }

    assertThatThrownBy(this::changeKeys).isInstanceOf(SSLProtocolException.class);
  }

  /** A regression: such a record counted as one change. */
  @Test
  void endsTheConnectionOfAClientThatPutsManyChangesIntoARecord() throws IOException {
    limited = new QuietRecordLimit(newServer());
    CoalescingClient stranger = new CoalescingClient();
    exchange(stranger);
    stranger.send("first");
    assertThat(exchange(stranger)).isEqualTo(5);

    stranger.changeKeys(1000);

    assertThatThrownBy(() -> exchange(stranger)).isInstanceOf(SSLProtocolException.class);
  }

  /** A regression: while the server had to answer, no change counted. */
  @Test
  void countsChangesThatTheServerHasNotAnswered() throws SSLException {
    assertThatThrownBy(
            () -> {
              for (int change = 0; change <= FREE_CHANGES; change++) {
                client.beginHandshake();
                client.wrap(NONE, toServer);
                read(toServer, limited);
              }
            })
        .isInstanceOf(SSLProtocolException.class);
  }

  @Test
  void littleDataBetweenChangesDoesNotKeepTheConnection() throws SSLException {
    for (int change = 0; change < FREE_CHANGES; change++) {
      changeKeys();
      assertThat(exchange("data")).isEqualTo(4);
    }

    assertThatThrownBy(this::changeKeys).isInstanceOf(SSLProtocolException.class);
  }

  @Test
  void dataEarnsChanges() throws SSLException {
    String data = "d".repeat(64 * 1024);
    for (int change = 0; change < 3 * FREE_CHANGES; change++) {
      changeKeys();
      assertThat(exchange(data)).isEqualTo(data.length());
    }
  }

  /** Here the changes of the server's keys stand for its tickets: all that counts is the bytes. */
  @Test
  void aServerHasRoomForTenTicketsOfUsualSizeAndNotForAnyNumber() throws SSLException {
    limited = server;
    for (int sent = 0; sent < 10 * TICKET; sent += CHANGE) {
      changeKeys();
    }

    assertThatThrownBy(
            () -> {
              for (int sent = 0; sent < QuietRecordLimit.MAX_FROM_SERVER; sent += CHANGE) {
                changeKeys();
              }
            })
        .isInstanceOf(SSLProtocolException.class);
  }

  /** Lets both sides exchange records, and returns how much data the server has received. */
  private int exchange(CoalescingClient stranger) throws IOException {
    int received = 0;
    while (stranger.getAvailableOutputBytes() > 0) {
      toServer.put(stranger.records());
      received += read(toServer, limited);
      while (mustWrite(limited, NONE)) {
        limited.wrap(NONE, toClient);
      }
      stranger.read(toClient.flip());
      toClient.clear();
    }
    return received;
  }
}
