package webhooks.broker.adapter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import webhooks.broker.QueueNames;
import webhooks.settings.ListenAddress;
import webhooks.settings.tls.ServerCertificate;

/** Producers of the embedded broker that connect over TLS. */
@Timeout(60)
class ProducersTlsTest {
  private static final Credentials PRODUCER = new Credentials("producer", "correct horse");

  private final HeldCertificate first =
      new HeldCertificate.Builder().rsa2048().commonName("1").build();
  private final HeldCertificate second = new HeldCertificate.Builder().commonName("2").build();
  private final EmbeddedBroker broker = new EmbeddedBroker();
  private Path directory;
  private ServerCertificate files;
  private ListenAddress address;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = new ListenAddress("127.0.0.1", socket.getLocalPort());
    }
    directory = temporary.resolve("the broker's");
    files =
        new ServerCertificate(
            "webhooks.jms", temporary.resolve("certificate.pem"), temporary.resolve("key.pem"));
    write(first);
    BrokerSettings settings =
        new BrokerSettings(
            directory,
            Optional.empty(),
            Optional.of(PRODUCER),
            Optional.empty(),
            Optional.of(address),
            Optional.of(files));
    broker.start(settings, new BrokerAuthorization(Credentials.random(), settings));
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
  }

  private void write(HeldCertificate certificate) throws IOException {
    Files.writeString(files.certificate(), certificate.certificatePem());
    Files.writeString(files.key(), certificate.privateKeyPkcs8Pem());
  }

  @Test
  void producersSendOverTlsOnly() throws Exception {
    try (ActiveMQConnectionFactory factory =
            new ActiveMQConnectionFactory(address.uri() + "?sslEnabled=true;trustAll=true");
        JMSContext context = factory.createContext(PRODUCER.user(), PRODUCER.password())) {
      context.createProducer().send(context.createQueue(QueueNames.EVENTS), "text");
    }
    try (ActiveMQConnectionFactory plain =
        new ActiveMQConnectionFactory(address.uri() + "?callTimeout=2000")) {
      assertThatThrownBy(() -> plain.createContext(PRODUCER.user(), PRODUCER.password()))
          .isInstanceOf(JMSRuntimeException.class);
    }
  }

  @Test
  void presentsTheCertificateOfNewFilesWithoutARestart() throws Exception {
    assertThat(presented()).isEqualTo(first.certificate());

    write(second);

    Certificate seen = first.certificate();
    while (!seen.equals(second.certificate())) {
      seen = presented();
    }
  }

  @Test
  void strangerIsDisconnectedWithoutHandshake() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", address.port())) {
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void strangerIsDisconnectedWithoutLogin() throws IOException {
    try (SSLSocket socket = connect()) {
      socket.startHandshake();
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  /** They cost a stranger one packet, and the broker a tenth of a second of a processor. */
  @Test
  void strangerCannotMakeItComputeInFiniteFields() throws IOException {
    try (SSLSocket socket = connect()) {
      socket.setEnabledCipherSuites(new String[] {"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"});

      assertThatThrownBy(socket::startHandshake).hasMessageContaining("handshake_failure");
    }
    try (SSLSocket socket = connect()) {
      socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});

      assertThatNoException().isThrownBy(socket::startHandshake);
    }
  }

  @Test
  void strangerCannotSpeakHttp() throws IOException {
    try (SSLSocket socket = connect()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void keepsTheKeyToItself() throws IOException {
    Path store = directory.resolve("producers.p12");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
        .isEqualTo("rw-------");
  }

  private Certificate presented() throws IOException {
    try (SSLSocket socket = connect()) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private SSLSocket connect() throws IOException {
    HandshakeCertificates trusted =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(first.certificate())
            .addTrustedCertificate(second.certificate())
            .build();
    return (SSLSocket)
        trusted.sslContext().getSocketFactory().createSocket("127.0.0.1", address.port());
  }
}
