package webhooks.settings.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import webhooks.settings.InvalidSetting;

/**
 * Reads the certificate authorities that Java trusts: from the JDK, or from the operator's own
 * trust store.
 */
public final class JavaAuthorities {
  /** The system property of Java that names an operator's own trust store. */
  public static final String TRUST_STORE = "javax.net.ssl.trustStore";

  private JavaAuthorities() {}

  /**
   * Reads the authorities.
   *
   * @throws InvalidSetting if an operator's own trust store can't be opened or holds none. Java
   *     itself would then trust nobody, or the JDK's authorities if the file does not exist
   */
  public static List<X509Certificate> read() {
    List<X509Certificate> authorities = isReadable() ? accepted() : List.of();
    if (authorities.isEmpty()) {
      throw new InvalidSetting(
          TRUST_STORE,
          "must name a trust store with authorities, which "
              + TRUST_STORE
              + "Password and "
              + TRUST_STORE
              + "Type open");
    }
    return authorities;
  }

  private static boolean isReadable() {
    String file = System.getProperty(TRUST_STORE, "");
    // NONE is Java's name for a store that is no file, such as the one of Windows.
    return file.isEmpty() || file.equals("NONE") || Files.isReadable(Path.of(file));
  }

  private static List<X509Certificate> accepted() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return List.of(x509.getAcceptedIssuers());
        }
      }
    } catch (GeneralSecurityException e) {
      // The caller reports that there are none, without this exception, which can name the file.
    }
    return List.of();
  }
}
