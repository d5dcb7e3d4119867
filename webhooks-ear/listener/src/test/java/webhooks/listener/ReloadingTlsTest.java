package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CryptoPrimitive;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.glassfish.grizzly.ssl.SSLFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import webhooks.settings.tls.ServerCertificate;

class ReloadingTlsTest {
  private final HeldCertificate held = new HeldCertificate.Builder().commonName("x").build();

  @Test
  void keepsProtocolsAndCiphersWithoutFiniteFields(@TempDir Path directory) throws IOException {
    SSLEngineConfigurator configured =
        new SSLEngineConfigurator(
            new HandshakeCertificates.Builder().heldCertificate(held).build().sslContext(),
            false,
            false,
            false);
    configured.setEnabledProtocols(new String[] {"TLSv1.2"});
    configured.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});
    SSLFilter before = new SSLFilter(configured, null);
    FilterChain listener = listener(before);

    ReloadingTls.install(listener, Optional.of(certificate(directory)));

    SSLBaseFilter after = (SSLBaseFilter) listener.get(1);
    assertThat(after).isNotSameAs(before);
    SSLEngine engine = after.getServerSSLEngineConfigurator().createSSLEngine();
    assertThat(engine.getUseClientMode()).isFalse();
    assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.2");
    assertThat(engine.getEnabledCipherSuites())
        .containsExactly("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    assertRefusesFiniteFields(engine);
  }

  /** Payara Server need not know the files. */
  @Test
  void restrictsTheCertificateOfTheServerToo() {
    SSLEngineConfigurator configured =
        new SSLEngineConfigurator(
            new HandshakeCertificates.Builder().heldCertificate(held).build().sslContext(),
            false,
            false,
            true);
    FilterChain listener = listener(new SSLFilter(configured, null));

    ReloadingTls.install(listener, Optional.empty());

    SSLEngine engine =
        ((SSLBaseFilter) listener.get(1)).getServerSSLEngineConfigurator().createSSLEngine();
    assertRefusesFiniteFields(engine);
    assertThat(engine.getWantClientAuth()).isTrue();
  }

  private static void assertRefusesFiniteFields(SSLEngine engine) {
    assertThat(
            engine
                .getSSLParameters()
                .getAlgorithmConstraints()
                .permits(Set.of(CryptoPrimitive.KEY_AGREEMENT), "ffdhe8192", null))
        .isFalse();
  }

  @Test
  @SuppressWarnings("deprecation") // There is no other constructor.
  void leavesAListenerWithoutTlsAlone(@TempDir Path directory) throws IOException {
    FilterChain plain =
        FilterChainBuilder.stateless()
            .add(new TransportFilter())
            .add(new HttpServerFilter())
            .build();

    ReloadingTls.install(plain, Optional.of(certificate(directory)));

    assertThat(plain).hasSize(2);
  }

  @SuppressWarnings("deprecation") // There is no other constructor.
  private static FilterChain listener(SSLFilter tls) {
    return FilterChainBuilder.stateless()
        .add(new TransportFilter())
        .add(tls)
        .add(new HttpServerFilter())
        .build();
  }

  private ServerCertificate certificate(Path directory) throws IOException {
    return new ServerCertificate(
        "webhooks.https",
        Files.writeString(directory.resolve("certificate.pem"), held.certificatePem()),
        Files.writeString(directory.resolve("key.pem"), held.privateKeyPkcs8Pem()));
  }
}
