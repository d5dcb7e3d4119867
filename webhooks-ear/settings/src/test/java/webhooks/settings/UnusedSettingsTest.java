package webhooks.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnusedSettingsTest {
  private static final Set<String> READ =
      Set.of("webhooks.retention", "webhooks.token.allowed-clients", "mp.jwt.verify.issuer");

  @Test
  void findsMisspeltVariablesOnly() {
    assertThat(
            variables(
                "PATH",
                "WEBHOOKS_RETENTION",
                "webhooks_retention",
                "webhooks.retention",
                "WEBHOOKS_HTTP_PORT",
                "WEBHOOKS_DEV_INBOX_PORT",
                "WEBHOOKS_DB_PASSWORD_FILE",
                "MP_JWT_VERIFY_ISSUER",
                "WEBHOOKS_RETENSION",
                "Webhooks_Retention",
                "WEBHOOKS_DB_URI",
                "MP_JWT_VERIFY_AUDIENCE"))
        .containsExactly(
            "MP_JWT_VERIFY_AUDIENCE",
            "WEBHOOKS_DB_URI",
            "WEBHOOKS_RETENSION",
            "Webhooks_Retention");
  }

  @Test
  void findsMisspeltPropertiesOnly() {
    assertThat(
            properties(
                "java.home",
                "webhooks.retention",
                "webhooks.db.password.file",
                "webhooks.dev.inbox.port",
                "webhooks.token.allowed-clients",
                "webhooks.token.allowed.clients",
                "webhooks.http.prot",
                "WEBHOOKS_RETENTION",
                "mp.jwt.verify.audience"))
        .containsExactly(
            "WEBHOOKS_RETENTION",
            "mp.jwt.verify.audience",
            "webhooks.http.prot",
            "webhooks.token.allowed.clients");
  }

  private static List<String> variables(String... given) {
    return UnusedSettings.among(List.of(), List.of(given), READ);
  }

  private static List<String> properties(String... given) {
    return UnusedSettings.among(List.of(given), List.of(), READ);
  }
}
