package webhooks.listener;

import java.security.GeneralSecurityException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import webhooks.settings.InvalidSetting;
import webhooks.settings.ReloadingKeyManager;
import webhooks.settings.ServerCertificate;
import webhooks.settings.SettingReader;

/**
 * Makes an HTTPS listener present the certificate that its files hold now.
 *
 * <p>Payara reads its key store once, at the start. Everything else of the listener's TLS stays as
 * Payara configured it.
 */
final class ReloadingTls {
  private static final Logger LOG = Logger.getLogger(ReloadingTls.class.getName());

  private ReloadingTls() {}

  /** Replaces the certificate of a listener, if it has TLS and the settings name the files. */
  static void install(FilterChain listener) {
    try {
      ServerCertificate.read(SettingReader.ofProcess(), "webhooks.https")
          .ifPresent(certificate -> install(listener, certificate));
    } catch (InvalidSetting e) {
      LOG.log(Level.WARNING, "A new certificate needs a restart: {0}", e.getMessage());
    }
  }

  static void install(FilterChain listener, ServerCertificate certificate) {
    int position = listener.indexOfType(SSLBaseFilter.class);
    if (position < 0) {
      return;
    }
    SSLBaseFilter before = (SSLBaseFilter) listener.get(position);
    SSLEngine sample = before.getServerSSLEngineConfigurator().createSSLEngine();
    SSLEngineConfigurator engines =
        new SSLEngineConfigurator(context(certificate), false, false, false);
    engines.setEnabledProtocols(sample.getEnabledProtocols());
    engines.setEnabledCipherSuites(sample.getEnabledCipherSuites());
    listener.set(position, new SSLBaseFilter(engines, before.isRenegotiateOnClientAuthWant()));
  }

  private static SSLContext context(ServerCertificate certificate) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new ReloadingKeyManager(certificate)}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
