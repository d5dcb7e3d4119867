package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

class HttpsSettingsTest {
  private static final char[] PASSWORD = "password".toCharArray();

  private final HeldCertificate held = new HeldCertificate.Builder().commonName("x").build();
  @TempDir Path directory;

  @Test
  void isOffByDefault() {
    assertThat(read(Map.of())).isEmpty();
  }

  @Test
  void isRequiredWithoutHttp() {
    assertThatThrownBy(() -> HttpsSettings.read(new SettingReader(List.of(key -> null)), false))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "Setting webhooks.http.port can be off only with HTTPS: set webhooks.https.port.");
  }

  @Test
  void requiresPortCertificateAndKey() {
    assertThatThrownBy(() -> read(Map.of("webhooks.https.port", "8443")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting webhooks.https.certificate must be set too");
    assertThatThrownBy(() -> read(Map.of("webhooks.https.key", "key.pem")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting webhooks.https.port must be set too");
  }

  @Test
  void storesEllipticCurveAndRsaKeys() throws Exception {
    HeldCertificate rsa = new HeldCertificate.Builder().commonName("x").rsa2048().build();

    assertThat(stored(held).isKeyEntry(PemKeyStore.ALIAS)).isTrue();
    assertThat(stored(rsa).getCertificate(PemKeyStore.ALIAS)).isEqualTo(rsa.certificate());
  }

  @Test
  void refusesAFileWithoutCertificate() throws IOException {
    HttpsSettings settings = settings(held.privateKeyPkcs8Pem(), held.privateKeyPkcs8Pem());

    assertThatThrownBy(() -> PemKeyStore.write(settings, directory.resolve("s"), PASSWORD))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("webhooks.https.certificate");
  }

  @Test
  void refusesAFileWithoutKey() throws IOException {
    HttpsSettings settings = settings(held.certificatePem(), held.certificatePem());

    assertThatThrownBy(() -> PemKeyStore.write(settings, directory.resolve("s"), PASSWORD))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("webhooks.https.key");
  }

  @Test
  void refusesAKeyOfAnotherCertificate() throws IOException {
    HeldCertificate other = new HeldCertificate.Builder().commonName("x").build();
    HeldCertificate rsa = new HeldCertificate.Builder().commonName("x").rsa2048().build();

    for (HeldCertificate stranger : List.of(other, rsa)) {
      HttpsSettings settings = settings(held.certificatePem(), stranger.privateKeyPkcs8Pem());
      assertThatThrownBy(() -> PemKeyStore.write(settings, directory.resolve("s"), PASSWORD))
          .isInstanceOf(InvalidSetting.class)
          .hasMessage("Setting webhooks.https.key must be the key of the certificate.");
    }
  }

  private KeyStore stored(HeldCertificate certificate)
      throws IOException, GeneralSecurityException {
    Path file = directory.resolve("store");
    PemKeyStore.write(
        settings(certificate.certificatePem(), certificate.privateKeyPkcs8Pem()), file, PASSWORD);
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }

  private HttpsSettings settings(String certificate, String key) throws IOException {
    return new HttpsSettings(
        1,
        Files.writeString(directory.resolve("certificate.pem"), certificate),
        Files.writeString(directory.resolve("key.pem"), key));
  }

  private static Optional<HttpsSettings> read(Map<String, String> properties) {
    return HttpsSettings.read(new SettingReader(List.of(properties::get)), true);
  }
}
