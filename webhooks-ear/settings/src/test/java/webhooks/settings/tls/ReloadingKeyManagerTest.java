package webhooks.settings.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate of new handshakes while its files change. */
class ReloadingKeyManagerTest {
  private final HeldCertificate first = new HeldCertificate.Builder().commonName("1").build();
  private final HeldCertificate second = new HeldCertificate.Builder().commonName("2").build();
  private Path certificate;
  private Path key;
  private long time;
  private ReloadingKeyManager keys;

  @BeforeEach
  void write(@TempDir Path directory) throws IOException {
    certificate = directory.resolve("certificate.pem");
    key = directory.resolve("key.pem");
    replace(certificate, first.certificatePem());
    replace(key, first.privateKeyPkcs8Pem());
    keys = new ReloadingKeyManager(new ServerCertificate("webhooks.https", certificate, key));
  }

  /** Writes a file, a second later than the file before. */
  private void replace(Path file, String text) throws IOException {
    Files.writeString(file, text);
    time += 1000;
    Files.setLastModifiedTime(file, FileTime.fromMillis(time));
  }

  private X509Certificate presented() {
    return keys.getCertificateChain(keys.chooseEngineServerAlias("EC", null, null))[0];
  }

  @Test
  void presentsTheNewCertificateOnceItsKeyIsThere() throws IOException {
    assertThat(presented()).isEqualTo(first.certificate());

    replace(certificate, second.certificatePem());
    assertThat(presented()).isEqualTo(first.certificate());
    replace(key, second.privateKeyPkcs8Pem());

    assertThat(presented()).isEqualTo(second.certificate());
  }

  @Test
  void keepsTheFormerCertificateWithoutUsableFiles() throws IOException {
    Files.delete(certificate);
    assertThat(presented()).isEqualTo(first.certificate());
    replace(certificate, "no certificate");
    assertThat(presented()).isEqualTo(first.certificate());
  }

  @Test
  void givesAHandshakeTheKeyOfTheCertificateThatItBeganWith() throws IOException {
    String begun = keys.chooseEngineServerAlias("EC", null, null);
    replace(certificate, second.certificatePem());
    replace(key, second.privateKeyPkcs8Pem());
    String next = keys.chooseEngineServerAlias("EC", null, null);

    PrivateKey formerKey = keys.getPrivateKey(begun);

    assertThat(formerKey).isEqualTo(first.keyPair().getPrivate());
    assertThat(keys.getPrivateKey(next)).isEqualTo(second.keyPair().getPrivate());
    assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isNull();
  }
}
