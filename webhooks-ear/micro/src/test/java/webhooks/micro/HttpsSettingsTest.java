package webhooks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

class HttpsSettingsTest {
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
        .hasMessageStartingWith("Setting webhooks.https.certificate must be set too");
  }

  private static Optional<HttpsSettings> read(Map<String, String> properties) {
    return HttpsSettings.read(new SettingReader(List.of(properties::get)), true);
  }
}
