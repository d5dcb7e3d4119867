package webhooks.micro;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import webhooks.settings.tls.JavaAuthorities;

/**
 * Keeps Java's authorities in force while Payara Micro starts.
 *
 * <p>Payara Micro points {@code javax.net.ssl.trustStore} to a bundle of its own, which trusts
 * other authorities than the JDK. It does not use the bundle if the property is set already: then
 * it copies that file, and opens the copy with its master password, whatever password the operator
 * gave. So this class writes the authorities of Java into a file with that password.
 */
final class TrustStore {
  /** The master password of the server, as it is shipped. It protects no secret. */
  private static final String MASTER_PASSWORD = "changeit";

  private static final String TYPE = "PKCS12";

  private TrustStore() {}

  /**
   * Writes the trust store for the server to the directory, and sets the properties of Java that
   * name it.
   *
   * @throws webhooks.settings.InvalidSetting if an operator's own trust store can't be used
   */
  static void create(Path directory) throws IOException {
    Path file = directory.resolve("authorities.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(null, null);
      int count = 0;
      for (X509Certificate authority : JavaAuthorities.read()) {
        store.setCertificateEntry("authority-" + count++, authority);
      }
      store.store(out, MASTER_PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no trust stores", e);
    }
    System.setProperty(JavaAuthorities.TRUST_STORE, file.toString());
    System.setProperty(JavaAuthorities.TRUST_STORE + "Type", TYPE);
    System.setProperty(JavaAuthorities.TRUST_STORE + "Password", MASTER_PASSWORD);
    System.clearProperty(JavaAuthorities.TRUST_STORE + "Provider");
  }
}
