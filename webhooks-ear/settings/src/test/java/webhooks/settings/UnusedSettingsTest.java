package webhooks.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnusedSettingsTest {
  @Test
  void findsMisspeltNamesOnly() {
    List<String> given =
        List.of(
            "PATH",
            "java.home",
            "WEBHOOKS_RETENTION",
            "webhooks.retention",
            "WEBHOOKS_HTTP_PORT",
            "webhooks.dev.inbox.port",
            "WEBHOOKS_DB_PASSWORD_FILE",
            "WEBHOOKS_RETENSION",
            "webhooks.http.prot",
            "WEBHOOKS_DB_URI",
            "MP_JWT_VERIFY_ISSUER",
            "mp.jwt.verify.audience");

    assertThat(UnusedSettings.among(given, Set.of("webhooks.retention", "mp.jwt.verify.issuer")))
        .containsExactly(
            "WEBHOOKS_DB_URI",
            "WEBHOOKS_RETENSION",
            "mp.jwt.verify.audience",
            "webhooks.http.prot");
  }
}
