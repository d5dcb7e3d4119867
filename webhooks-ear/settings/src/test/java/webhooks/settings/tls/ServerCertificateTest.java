package webhooks.settings.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

class ServerCertificateTest {
  private static final char[] PASSWORD = "password".toCharArray();

  private final HeldCertificate held = new HeldCertificate.Builder().commonName("x").build();
  @TempDir Path directory;

  @Test
  void needsBothFilesOrNone() {
    assertThat(ServerCertificate.read(new SettingReader(List.of(key -> null)), "webhooks.jms"))
        .isEmpty();
    SettingReader half = new SettingReader(List.of(Map.of("webhooks.jms.key", "k.pem")::get));
    assertThatThrownBy(() -> ServerCertificate.read(half, "webhooks.jms"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "Setting webhooks.jms.certificate must be set too: a certificate needs its key.");
  }

  @Test
  void storesEllipticCurveAndRsaKeys() throws Exception {
    HeldCertificate rsa = new HeldCertificate.Builder().commonName("x").rsa2048().build();

    assertThat(stored(held).isKeyEntry(ServerCertificate.ALIAS)).isTrue();
    assertThat(stored(rsa).getCertificate(ServerCertificate.ALIAS)).isEqualTo(rsa.certificate());
  }

  @Test
  void checkReturnsTheEndOfTheValidity() throws IOException {
    assertThat(settings(held.certificatePem(), held.privateKeyPkcs8Pem()).check())
        .isEqualTo(held.certificate().getNotAfter().toInstant());
  }

  @Test
  void checkRefusesAnExpiredCertificateAndAnotherKey() throws IOException {
    HeldCertificate expired =
        new HeldCertificate.Builder().commonName("x").validityInterval(1000, 2000).build();
    ServerCertificate old = settings(expired.certificatePem(), expired.privateKeyPkcs8Pem());

    assertThatThrownBy(old::check)
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("Setting webhooks.https.certificate must be valid now: replace the file.");
    assertThatThrownBy(() -> settings(held.certificatePem(), expired.privateKeyPkcs8Pem()).check())
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("Setting webhooks.https.key must be the key of the certificate.");
  }

  @Test
  void refusesAFileWithoutCertificate() throws IOException {
    ServerCertificate settings = settings(held.privateKeyPkcs8Pem(), held.privateKeyPkcs8Pem());

    assertThatThrownBy(() -> settings.write(directory.resolve("s"), PASSWORD))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("webhooks.https.certificate");
  }

  @Test
  void refusesAFileWithoutKey() throws IOException {
    ServerCertificate settings = settings(held.certificatePem(), held.certificatePem());

    assertThatThrownBy(() -> settings.write(directory.resolve("s"), PASSWORD))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("webhooks.https.key");
  }

  @Test
  void refusesAKeyOfAnotherCertificate() throws IOException {
    HeldCertificate other = new HeldCertificate.Builder().commonName("x").build();
    HeldCertificate rsa = new HeldCertificate.Builder().commonName("x").rsa2048().build();

    for (HeldCertificate stranger : List.of(other, rsa)) {
      ServerCertificate settings = settings(held.certificatePem(), stranger.privateKeyPkcs8Pem());
      assertThatThrownBy(() -> settings.write(directory.resolve("s"), PASSWORD))
          .isInstanceOf(InvalidSetting.class)
          .hasMessage("Setting webhooks.https.key must be the key of the certificate.");
    }
  }

  private KeyStore stored(HeldCertificate certificate)
      throws IOException, GeneralSecurityException {
    Path file = directory.resolve("store");
    settings(certificate.certificatePem(), certificate.privateKeyPkcs8Pem()).write(file, PASSWORD);
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }

  private ServerCertificate settings(String certificate, String key) throws IOException {
    return new ServerCertificate(
        "webhooks.https",
        Files.writeString(directory.resolve("certificate.pem"), certificate),
        Files.writeString(directory.resolve("key.pem"), key));
  }
}
