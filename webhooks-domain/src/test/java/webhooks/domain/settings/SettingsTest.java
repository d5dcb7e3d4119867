package webhooks.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.settings.InvalidSetting;

class SettingsTest {
  @Test
  void deliveryDefaultsMatchTheContract() {
    DeliverySettings delivery = TestSettings.with().delivery();

    assertThat(delivery.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(delivery.lease()).isEqualTo(Duration.ofSeconds(15));
    assertThat(delivery.retrySchedule())
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    assertThat(delivery.maxInFlight()).isEqualTo(500);
    assertThat(delivery.maxInFlightPerWebhook()).isEqualTo(100);
    assertThat(delivery.allowedNetworks()).isEmpty();
    assertThat(delivery.trustedCertificates()).isEmpty();
  }

  @Test
  void hasNoDefaultIssuerKeyOrClient() {
    Settings.Token token = TestSettings.with().token();

    assertThat(token.issuer()).isEmpty();
    assertThat(token.publicKey()).isEmpty();
    assertThat(token.publicKeyLocation()).isEmpty();
    assertThat(token.audiences()).isEmpty();
    assertThat(token.adminClients()).isEmpty();
    assertThat(token.publisherClients()).isEmpty();
  }

  @Test
  void claimDefaultsMatchTheContract() {
    Settings.Token token = TestSettings.with().token();

    assertThat(token.clientClaims()).containsExactly("client_id", "azp", "appid");
    assertThat(token.accountClaim()).isEqualTo("org");
    assertThat(token.roleClaims()).containsExactly("role", "roles");
    assertThat(token.scopeClaims()).containsExactly("scope", "scp");
    assertThat(token.userClaims())
        .containsExactly(
            "email", "name", "given_name", "family_name", "sid", "auth_time", "amr", "scp");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ims | client_id | org | scope",
        "keycloak | azp,client_id | org | scope",
        "entra | azp,appid | tid | scp,roles",
        "auth0 | azp,client_id | org_id | scope"
      })
  void presetSetsTheDefaultsOfClaims(String preset, String clients, String account, String scopes) {
    Settings.Token token = TestSettings.with("webhooks.token.preset", preset).token();

    assertThat(token.clientClaims()).containsExactly(clients.split(","));
    assertThat(token.accountClaim()).isEqualTo(account);
    assertThat(token.scopeClaims()).containsExactly(scopes.split(","));
    assertThat(token.roleClaims()).containsExactly("role", "roles");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ims", "keycloak", "entra", "auth0"})
  void configuredClaimsOverrideThePreset(String preset) {
    Settings.Token token =
        TestSettings.with(
                "webhooks.token.preset", preset,
                "webhooks.token.client-claim", "c",
                "webhooks.token.account-claim", "a",
                "webhooks.token.role-claim", "r",
                "webhooks.token.scope-claim", "s",
                "webhooks.token.user-claims", "u")
            .token();

    assertThat(token.clientClaims()).containsExactly("c");
    assertThat(token.accountClaim()).isEqualTo("a");
    assertThat(token.roleClaims()).containsExactly("r");
    assertThat(token.scopeClaims()).containsExactly("s");
    assertThat(token.userClaims()).containsExactly("u");
  }

  @Test
  void usesLocalPermissionsByDefault() {
    assertThat(TestSettings.with().remoteAccessControl()).isEmpty();
    assertThat(remote("https://api.example.com/").remoteAccessControl())
        .contains(URI.create("https://api.example.com"));
    assertThat(remote("https://api.example.com:444/a/b").remoteAccessControl())
        .contains(URI.create("https://api.example.com:444/a/b"));
    for (String here : List.of("localhost", "127.0.0.1:8081", "127.1.2.3", "[::1]:1")) {
      assertThat(remote("http://" + here).remoteAccessControl())
          .contains(URI.create("http://" + here));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://bad-value.example",
        "http://127.0.0.1.bad-value.example",
        "http://localhost.bad-value.example",
        "http://[::2]",
        "//bad-value.example",
        "https:/bad-value",
        "https:bad-value",
        "https://user:bad-value@example.com",
        "https://example.com?bad-value",
        "https://example.com#bad-value",
        "https://bad value",
        "ftp://bad-value.example"
      })
  void refusesUnsafeAccessControlUrls(String url) {
    assertThatThrownBy(() -> remote(url))
        .isInstanceOf(InvalidSetting.class)
        .message()
        .startsWith("Setting webhooks.access-control.url must be an https URL")
        .doesNotContain("value");
  }

  private static Settings remote(String url) {
    return TestSettings.with(
        "webhooks.access-control", "remote", "webhooks.access-control.url", url);
  }

  @Test
  void otherDefaultsMatchTheContract() {
    Settings settings = TestSettings.with();

    assertThat(settings.dataDirectory()).isEqualTo(Path.of("webhooks-data"));
    assertThat(settings.eventTypes()).isEmpty();
    assertThat(settings.accountScopeNeedsMaintainer()).isFalse();
    assertThat(settings.encryption().key()).isEmpty();
    assertThat(settings.encryption().previousKeys()).isEmpty();
  }

  @Test
  void readsConfiguredValues() {
    Settings settings =
        TestSettings.with(
            "webhooks.delivery.timeout", " PT2.5S ",
            "webhooks.delivery.retry-schedule", "PT0S, PT1M,,",
            "webhooks.delivery.max-in-flight", "7",
            "webhooks.delivery.allowed-networks", "10.0.0.0/8 , fd00::/8",
            "webhooks.delivery.trusted-certificates", "/etc/ca.pem",
            "webhooks.authorization.account-scope", "maintainer",
            "mp.jwt.verify.audiences", "webhooks",
            "webhooks.token.admin-clients", "one,two",
            "webhooks.token.publisher-clients", "three");

    assertThat(settings.delivery().timeout()).isEqualTo(Duration.ofMillis(2500));
    assertThat(settings.delivery().retrySchedule())
        .containsExactly(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(settings.delivery().maxInFlight()).isEqualTo(7);
    assertThat(settings.delivery().allowedNetworks()).containsExactly("10.0.0.0/8", "fd00::/8");
    assertThat(settings.delivery().trustedCertificates()).contains(Path.of("/etc/ca.pem"));
    assertThat(settings.accountScopeNeedsMaintainer()).isTrue();
    assertThat(settings.token().adminClients()).isEqualTo(List.of("one", "two"));
    assertThat(settings.token().publisherClients()).isEqualTo(List.of("three"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "webhooks.data.dir",
        "webhooks.event-types",
        "webhooks.authorization.account-scope",
        "mp.jwt.verify.issuer",
        "mp.jwt.verify.audiences",
        "webhooks.token.preset",
        "webhooks.token.client-claim",
        "webhooks.token.account-claim",
        "webhooks.access-control",
        "webhooks.delivery.timeout",
        "webhooks.delivery.retry-schedule",
        "webhooks.delivery.max-in-flight",
        "webhooks.delivery.trusted-certificates",
        "webhooks.encryption.key"
      })
  void treatsEmptyValuesAsMissing(String key) {
    assertThat(TestSettings.with(key, "  ")).isEqualTo(TestSettings.with());
  }

  @ParameterizedTest
  @CsvSource({
    "webhooks.data.dir, bad\0-value",
    "webhooks.authorization.account-scope, bad-value",
    "webhooks.authorization.account-scope, Maintainer",
    "webhooks.access-control, bad-value",
    "webhooks.access-control, Remote",
    "webhooks.token.preset, bad-value",
    "webhooks.token.preset, generic",
    "webhooks.token.preset, Entra",
    "webhooks.public-url, //bad-value.example",
    "webhooks.delivery.timeout, bad-value",
    "webhooks.delivery.timeout, 5s",
    "webhooks.delivery.timeout, PT0S",
    "webhooks.delivery.timeout, PT-5S",
    "webhooks.delivery.timeout, PT60.001S",
    "webhooks.delivery.timeout, PT99999999999999999999S",
    "webhooks.delivery.retry-schedule, 'PT5S,bad-value'",
    "webhooks.delivery.retry-schedule, PT-1S",
    "webhooks.delivery.retry-schedule, 'PT5S,PT8760H0.001S'",
    "webhooks.delivery.max-in-flight, 0",
    "webhooks.delivery.max-in-flight, -1",
    "webhooks.delivery.max-in-flight, 1.5",
    "webhooks.delivery.max-in-flight, 9999999999",
    "webhooks.delivery.max-in-flight-per-webhook, bad-value",
    "webhooks.delivery.trusted-certificates, bad\0-value"
  })
  void namesInvalidSettingsWithoutTheirValues(String key, String value) {
    assertThatThrownBy(() -> TestSettings.with(key, value))
        .isInstanceOf(InvalidSetting.class)
        .message()
        .startsWith("Setting " + key + " must be ")
        .doesNotContain(value)
        .doesNotContain("-value");
  }

  @Test
  void hidesEncryptionKeysInItsText() {
    Settings settings =
        TestSettings.with(
            "webhooks.encryption.key",
            "key-in-clear",
            "webhooks.encryption.previous-keys",
            "old-key");

    assertThat(settings.toString()).doesNotContain("key-in-clear").doesNotContain("old-key");
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.example.com:3128, proxy.example.com, 3128",
    "http://10.0.0.7:8080, 10.0.0.7, 8080",
    "http://[::1]:8080/, [::1], 8080"
  })
  void readsTheProxy(String value, String host, int port) {
    assertThat(TestSettings.with("webhooks.delivery.proxy", value).delivery().proxy())
        .contains(new HostAndPort(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy.example.com",
        "https://proxy.example.com:3128",
        "http://user:password@proxy.example.com:3128",
        "proxy.example.com:0",
        "proxy.example.com:70000",
        "proxy example:80",
        "http://proxy.example.com:3128/path"
      })
  void refusesInvalidProxies(String value) {
    assertThatThrownBy(() -> TestSettings.with("webhooks.delivery.proxy", value))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("webhooks.delivery.proxy")
        .hasMessageNotContaining("password");
  }
}
