package webhooks.listener;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;
import webhooks.settings.tls.EllipticTls;
import webhooks.settings.tls.ReloadingKeyManager;
import webhooks.settings.tls.ServerCertificate;

/**
 * Makes an HTTPS listener present the certificate that its files hold now, and exchange keys on
 * elliptic curves only.
 *
 * <p>Payara reads its key store once, at the start. Everything else of the listener's TLS stays as
 * Payara configured it.
 */
final class ReloadingTls {
  private static final Logger LOG = Logger.getLogger(ReloadingTls.class.getName());

  private ReloadingTls() {}

  /** Replaces the TLS of a listener, if it has any. */
  static void install(FilterChain listener) {
    install(listener, certificate());
  }

  private static Optional<ServerCertificate> certificate() {
    try {
      return ServerCertificate.read(SettingReader.ofProcess(), "webhooks.https");
    } catch (InvalidSetting e) {
      LOG.log(Level.WARNING, "A new certificate needs a restart: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Replaces the TLS of a listener. Without files the certificate stays that of Payara. */
  static void install(FilterChain listener, Optional<ServerCertificate> certificate) {
    int position = listener.indexOfType(SSLBaseFilter.class);
    if (position < 0) {
      return;
    }
    SSLBaseFilter before = (SSLBaseFilter) listener.get(position);
    SSLEngineConfigurator ofPayara = before.getServerSSLEngineConfigurator();
    SSLEngine sample = ofPayara.createSSLEngine();
    SSLContext context =
        certificate
            .map(ReloadingTls::context)
            .orElseGet(() -> EllipticTls.restricted(ofPayara.getSslContext()));
    SSLEngineConfigurator engines =
        new SSLEngineConfigurator(
            context, false, sample.getNeedClientAuth(), sample.getWantClientAuth());
    engines.setEnabledProtocols(sample.getEnabledProtocols());
    engines.setEnabledCipherSuites(sample.getEnabledCipherSuites());
    listener.set(position, new SSLBaseFilter(engines, before.isRenegotiateOnClientAuthWant()));
  }

  private static SSLContext context(ServerCertificate files) {
    return EllipticTls.context(new KeyManager[] {new ReloadingKeyManager(files)}, null);
  }
}
