package webhooks.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortalSettingsTest {
  private static final String ENABLED = "webhooks.portal.enabled";
  private static final String ANCESTORS = "webhooks.portal.frame-ancestors";
  private static final String LOGO = "webhooks.portal.logo";
  private static final String COLORS = "webhooks.portal.colors";

  @Test
  void thereIsNoPortalByDefault() {
    assertThat(TestSettings.with().portal()).isEmpty();
    assertThat(TestSettings.with("webhooks.portal.name", "Acme").portal()).isEmpty();
    assertThat(TestSettings.with(ANCESTORS, "https://a.example", ENABLED, "false").portal())
        .isEmpty();
  }

  @Test
  void originsOrASwitchEnableIt() {
    assertThat(TestSettings.with(ENABLED, "true").portal().orElseThrow().frameAncestors())
        .isEmpty();
    assertThat(
            TestSettings.with(ANCESTORS, "https://a.example:8443,https://*.b.example")
                .portal()
                .orElseThrow()
                .frameAncestors())
        .containsExactly("https://a.example:8443", "https://*.b.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*", "https://*", "http://a.example", "https://a.example/",
            "https://a.example;script-src *",
        "'self'", "https:", "https://a.example https://b.example", "https://u@a.example", "data:",
        "https://*.com", "https://*.com:8443", "https://*.b.example.*"
      })
  void refusesOtherTextsThanOrigins(String origin) {
    assertThatThrownBy(() -> TestSettings.with(ANCESTORS, origin)).hasMessageContaining(ANCESTORS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://cdn.example/l.svg", "data:image/png;base64,AA", "https://cdn.example/l.svg?x",
        "https://cdn.example/a;script-src *", "https://cdn.example/a,b", "https://cdn.example/\"x",
        "javascript:alert(1)", "https://cdn.example/", "https://u:p@cdn.example/l.svg"
      })
  void refusesLogosThatCouldChangeThePolicy(String logo) {
    assertThatThrownBy(() -> TestSettings.with(LOGO, logo)).hasMessageContaining(LOGO);
  }

  @Test
  void readsColorsOfBothAppearances() {
    assertThat(
            TestSettings.with(ENABLED, "true", COLORS, "accent=#0A7d5a,dark-on-accent=#000000")
                .portal()
                .orElseThrow()
                .colors())
        .isEqualTo(Map.of("accent", "#0A7d5a", "dark-on-accent", "#000000"));
  }

  @ParameterizedTest
  @CsvSource({
    "accent=red",
    "accent=#fff",
    "mono=#ffffff",
    "accent=#ffffff}body{}",
    "accent=url(//x)",
    "accent"
  })
  void refusesOtherTextsThanColors(String color) {
    assertThatThrownBy(() -> TestSettings.with(COLORS, color)).hasMessageContaining(COLORS);
  }

  @Test
  void refusesNamesWithControlCharacters() {
    assertThatThrownBy(() -> TestSettings.with("webhooks.portal.name", "a\u0007b"))
        .hasMessageContaining("webhooks.portal.name");
  }
}
