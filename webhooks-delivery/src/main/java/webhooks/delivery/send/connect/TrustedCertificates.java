package webhooks.delivery.send.connect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import webhooks.domain.settings.Settings;
import webhooks.settings.InvalidSetting;
import webhooks.settings.command.StartCheck;
import webhooks.settings.tls.EllipticTls;
import webhooks.settings.tls.JavaAuthorities;

/** The certificate authorities that receivers are checked with: Java's and the configured ones. */
public final class TrustedCertificates implements StartCheck {
  private static final String SETTING = "webhooks.delivery.trusted-certificates";

  /** Creates the check before a start, for {@link java.util.ServiceLoader}. */
  public TrustedCertificates() {}

  @Override
  public Subject subject() {
    return Subject.TRUSTED_CERTIFICATES;
  }

  @Override
  public String check(Context start) {
    String ofJava =
        JavaAuthorities.read().size()
            + (System.getProperty(JavaAuthorities.TRUST_STORE) == null
                ? " of Java"
                : " of " + JavaAuthorities.TRUST_STORE);
    return Settings.read(start.settings())
        .delivery()
        .trustedCertificates()
        .map(file -> ofJava + " and " + read(SETTING, file).size() + " more for receivers")
        .orElse(ofJava);
  }

  /** Returns a TLS context for connections to receivers. */
  static SSLContext context(KeyManager[] keys, TrustManager[] trusted) {
    return EllipticTls.context(keys, trusted);
  }

  /**
   * Returns what checks receivers by Java's authorities and these.
   *
   * @throws InvalidSetting if the file can't be read as certificates, or Java trusts no authority
   */
  static TrustManager[] managers(Optional<Path> file) {
    return managers(SETTING, file);
  }

  private static TrustManager[] managers(String setting, Optional<Path> file) {
    List<Certificate> authorities = new ArrayList<>(JavaAuthorities.read());
    file.ifPresent(pem -> authorities.addAll(read(setting, pem)));
    return managers(authorities);
  }

  /**
   * Returns a TLS context for connections to a server of the operator. It trusts Java's authorities
   * and the certificates of a file.
   *
   * @param setting the setting that names the file
   * @throws InvalidSetting if the file can't be read as certificates, or Java trusts no authority
   */
  public static SSLContext clientContext(String setting, Optional<Path> file) {
    return context(null, managers(setting, file));
  }

  /** Returns what checks receivers by these authorities only. */
  static TrustManager[] managers(List<? extends Certificate> authorities) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int count = 0;
      for (Certificate certificate : authorities) {
        trusted.setCertificateEntry("authority-" + count++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      // Java's factories make no other type.
      return Stream.of(factory.getTrustManagers())
          .map(manager -> new ChainLimit((X509ExtendedTrustManager) manager))
          .toArray(TrustManager[]::new);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("TLS is not available", e);
    }
  }

  private static Collection<? extends Certificate> read(String setting, Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (IOException | CertificateException e) {
      // Reported below.
    }
    throw new InvalidSetting(setting, "must name a readable PEM file of certificates");
  }
}
