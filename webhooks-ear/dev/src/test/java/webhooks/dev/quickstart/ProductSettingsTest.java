package webhooks.dev.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProductSettingsTest {
  @Test
  void prefersAPinnedValueToTheEnvironmentAndToProperties() {
    ProductSettings settings =
        new ProductSettings(
            Map.of("webhooks.http.address", "10.0.0.1"),
            Map.of("WEBHOOKS_HTTP_ADDRESS", "0.0.0.0")::get);

    settings.pin("webhooks.http.address", "127.0.0.1");

    assertThat(settings.orDefault("webhooks.http.address", "::1")).isEqualTo("127.0.0.1");
    assertThat(settings.javaOptions()).containsExactly("-Dwebhooks.http.address=127.0.0.1");
  }

  @Test
  void usesTheDefaultOnlyWithoutAValue() {
    ProductSettings settings =
        new ProductSettings(Map.of(), Map.of("WEBHOOKS_HTTP_PORT", "8081")::get);

    assertThat(settings.orDefault("webhooks.http.port", "8080")).isEqualTo("8081");
    assertThat(settings.orDefault("webhooks.jms.listen", "127.0.0.1:61616"))
        .isEqualTo("127.0.0.1:61616");
    assertThat(settings.javaOptions()).containsExactly("-Dwebhooks.jms.listen=127.0.0.1:61616");
  }
}
