package webhooks.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.settings.InvalidSetting;

/** The settings that decide whose tokens come in. */
class TokenSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"webhooks.token.admin-clients", "webhooks.token.publisher-clients"})
  void clientsWithoutScopeNeedAudiences(String key) {
    assertThatThrownBy(() -> TestSettings.with(key, "one"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting " + key + " needs mp.jwt.verify.audiences");
    assertThatThrownBy(() -> TestSettings.with(key, "one", "mp.jwt.verify.audiences", " , "))
        .as("a list without an audience, which lets every audience in")
        .isInstanceOf(InvalidSetting.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhooks.token.admin-clients", "webhooks.token.publisher-clients"})
  void clientsWithoutScopeAreNotTheConsole(String key) {
    assertThatThrownBy(
            () ->
                TestSettings.with(
                    key,
                    "one, console",
                    "mp.jwt.verify.audiences",
                    "webhooks",
                    "webhooks.console.client-id",
                    "console"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting " + key + " must not name the client of the console");
  }

  @Test
  void admitsAllowedClientsAndAccountsOnly() {
    String uuid = "8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1";
    Settings.Token all = TestSettings.with().token();
    Settings.Token some =
        TestSettings.with(
                "webhooks.token.allowed-clients",
                "one, two",
                "webhooks.token.allowed-accounts",
                "Acme," + uuid.toUpperCase(Locale.ROOT))
            .token();

    assertThat(all.admits("any", Optional.empty())).isTrue();
    assertThat(some.admits("one", Optional.of("Acme"))).isTrue();
    assertThat(some.admits("two", Optional.of(uuid))).isTrue();
    assertThat(some.admits("three", Optional.of("Acme"))).isFalse();
    assertThat(some.admits("one", Optional.of("acme"))).isFalse();
    assertThat(some.admits("one", Optional.empty())).isFalse();
  }

  @Test
  void warnsOfTokensThatMayComeIn() {
    String issuer = "mp.jwt.verify.issuer";
    String audiences = "mp.jwt.verify.audiences";
    String preset = "webhooks.token.preset";

    assertThat(TestSettings.with().token().warning()).isEmpty();
    assertThat(TestSettings.with(issuer, "i").token().warning().orElseThrow())
        .contains(audiences, preset);
    assertThat(TestSettings.with(issuer, "i", audiences, "a").token().warning().orElseThrow())
        .contains(preset)
        .doesNotContain(audiences);
    assertThat(TestSettings.with(issuer, "i", audiences, "a", preset, "ims").token().warning())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "mp.jwt.token.cookie, Bearer",
    "mp.jwt.token.header, Cookie",
    "mp.jwt.decrypt.key.location, key.pem",
    "mp.jwt.decrypt.key.algorithm, RSA-OAEP",
    "mp.jwt.verify.publickey.algorithm, PS256",
    "mp.jwt.verify.clock.skew, PT60S",
    "mp.jwt.verify.token.age, -1"
  })
  void refusesWhatItDoesNotHonour(String key, String value) {
    assertThatThrownBy(() -> TestSettings.with(key, value))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting " + key + " ");
  }

  @Test
  void readsTheSettingsOfMicroProfileJwt() {
    assertThat(TestSettings.with().token().checks())
        .isEqualTo(
            new TokenChecks(Set.of("RS256", "ES256"), Duration.ofSeconds(60), Optional.empty()));
    assertThat(
            TestSettings.with(
                    "mp.jwt.verify.publickey.algorithm", "ES256",
                    "mp.jwt.token.header", "Authorization",
                    "mp.jwt.verify.clock.skew", "0",
                    "mp.jwt.verify.token.age", "300")
                .token()
                .checks())
        .isEqualTo(
            new TokenChecks(Set.of("ES256"), Duration.ZERO, Optional.of(Duration.ofSeconds(300))));
  }
}
