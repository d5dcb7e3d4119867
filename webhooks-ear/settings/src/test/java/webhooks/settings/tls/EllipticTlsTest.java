package webhooks.settings.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange of keys with a peer that knows finite fields only, and with a usual one. */
@Timeout(60)
class EllipticTlsTest {
  private static final String HOST = "localhost";

  private final HeldCertificate certificate =
      new HeldCertificate.Builder().rsa2048().addSubjectAlternativeName(HOST).build();
  private final HandshakeCertificates certificates =
      new HandshakeCertificates.Builder()
          .heldCertificate(certificate)
          .addTrustedCertificate(certificate.certificate())
          .build();
  private final SSLContext ofJava = certificates.sslContext();
  private final SSLContext elliptic =
      EllipticTls.context(
          new KeyManager[] {certificates.keyManager()},
          new TrustManager[] {certificates.trustManager()});
  private final ExecutorService serving = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    serving.shutdownNow();
  }

  /** One end of a connection. */
  private interface End {
    /** Adds TLS to a connection. */
    SSLSocket secure(Socket connection) throws IOException;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serverRefusesFiniteFields(String protocol) throws Exception {
    End client = finite(ofJava, protocol);
    assertThat(handshake(usual(ofJava, protocol), client)).startsWith("TLS_");

    assertThatThrownBy(() -> handshake(usual(elliptic, protocol), client))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("fatal alert");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void clientRefusesFiniteFields(String protocol) throws Exception {
    End server = finite(ofJava, protocol);
    assertThat(handshake(server, usual(ofJava, protocol))).startsWith("TLS_");

    assertThatThrownBy(() -> handshake(server, usual(elliptic, protocol)))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("fatal alert");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void usualPeersConnect(String protocol) throws Exception {
    End restricted = usual(elliptic, protocol);
    End other = usual(ofJava, protocol);

    assertThat(handshake(restricted, other)).startsWith("TLS_");
    assertThat(handshake(other, restricted)).startsWith("TLS_");
    assertThat(handshake(restricted, restricted)).startsWith("TLS_");
  }

  @Test
  void restrictsAllThatAContextMakes() {
    SSLParameters of = elliptic.createSSLEngine().getSSLParameters();
    assertRestricted(of);
    assertRestricted(elliptic.createSSLEngine(HOST, 1).getSSLParameters());
    assertRestricted(elliptic.getDefaultSSLParameters());
    assertRestricted(elliptic.getSupportedSSLParameters());
    assertThat(of.getCipherSuites()).isEqualTo(ofJava.getDefaultSSLParameters().getCipherSuites());
  }

  /** Servers set the parameters that they know. */
  @Test
  void staysRestrictedWithOtherParameters() {
    SSLEngine engine = elliptic.createSSLEngine();

    engine.setSSLParameters(new SSLParameters(null, new String[] {"TLSv1.2"}));

    assertRestricted(engine.getSSLParameters());
  }

  @Test
  void restrictsRequestsOfJava() throws IOException {
    URL url = new URL("https://" + HOST + "/");
    for (HttpURLConnection request :
        List.of(EllipticTls.open(url), EllipticTls.open(url, Proxy.NO_PROXY))) {
      SSLSocketFactory sockets = ((HttpsURLConnection) request).getSSLSocketFactory();
      try (SSLSocket socket = (SSLSocket) sockets.createSocket()) {
        assertRestricted(socket.getSSLParameters());
      }
    }
    assertThat(EllipticTls.open(new URL("http://" + HOST + "/")))
        .isNotInstanceOf(HttpsURLConnection.class);
  }

  private static void assertRestricted(SSLParameters parameters) {
    assertThat(parameters.getAlgorithmConstraints()).isInstanceOf(EllipticKeys.class);
  }

  private static End usual(SSLContext context, String protocol) {
    return connection -> {
      SSLSocket tls =
          (SSLSocket)
              context.getSocketFactory().createSocket(connection, HOST, connection.getPort(), true);
      tls.setEnabledProtocols(new String[] {protocol});
      return tls;
    };
  }

  private static End finite(SSLContext context, String protocol) {
    return connection -> {
      SSLSocket tls = usual(context, protocol).secure(connection);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setAlgorithmConstraints(new WithoutCurves());
      tls.setSSLParameters(parameters);
      return tls;
    };
  }

  /** Returns the cipher suite, or throws what the client sees. */
  private String handshake(End server, End client) throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket listener = new ServerSocket(0, 1, here);
        Socket opened = new Socket(here, listener.getLocalPort());
        SSLSocket asked = server.secure(listener.accept());
        SSLSocket asking = client.secure(opened)) {
      asked.setUseClientMode(false);
      Future<?> served = serving.submit(() -> handshake(asked));
      asking.startHandshake();
      served.get();
      return asking.getSession().getCipherSuite();
    }
  }

  private static Void handshake(SSLSocket tls) throws IOException {
    tls.startHandshake();
    return null;
  }

  /** Permits the exchange of keys in finite fields only. */
  private static final class WithoutCurves implements AlgorithmConstraints {
    private static final Pattern CURVES = Pattern.compile("EC|XDH|x\\d+|secp.*|TLS_ECDHE_.*");

    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
      return !primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
          || !CURVES.matcher(algorithm).matches();
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
      return true;
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives,
        String algorithm,
        Key key,
        AlgorithmParameters parameters) {
      return permits(primitives, algorithm, parameters);
    }
  }
}
