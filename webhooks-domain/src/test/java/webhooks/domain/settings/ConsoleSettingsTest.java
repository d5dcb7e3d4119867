package webhooks.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleSettingsTest {
  private static final String CLIENT = "webhooks.console.client-id";
  private static final String SCOPE = "webhooks.console.scope";

  @Test
  void thereIsNoConsoleByDefault() {
    assertThat(TestSettings.with().console()).isEmpty();
    assertThat(TestSettings.with(SCOPE, "openid webhooks:read").console()).isEmpty();
  }

  @Test
  void asksForTheScopeToModifyByDefault() {
    assertThat(TestSettings.with(CLIENT, "console").console())
        .contains(new ConsoleSettings("console", "openid webhooks:modify", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhooks:modify", "openid\tprofile", "openid \"", "openidx"})
  void refusesScopesWithoutOpenIdOrWithOtherCharacters(String scope) {
    assertThatThrownBy(() -> TestSettings.with(CLIENT, "console", SCOPE, scope))
        .hasMessageContaining(SCOPE);
  }

  @Test
  void readsTheAudienceOfALogin() {
    String audience = "webhooks.console.audience";

    assertThat(TestSettings.with(CLIENT, "a", audience, "https://api").console().orElseThrow())
        .extracting(ConsoleSettings::audience)
        .isEqualTo(Optional.of("https://api"));
    assertThatThrownBy(() -> TestSettings.with(CLIENT, "a", audience, "a b"))
        .hasMessageContaining(audience);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "ä", "a\u0001"})
  void refusesAClientWithOtherCharacters(String client) {
    assertThatThrownBy(() -> TestSettings.with(CLIENT, client)).hasMessageContaining(CLIENT);
  }
}
