package webhooks.domain.webhook.encryption;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.TestDatabase;
import webhooks.settings.InvalidSetting;

class EncryptionKeyCheckTest {
  @Test
  void refusesToStartWithoutAKeyThatStoredSecretsNeed() {
    try (TestDatabase database = TestDatabase.h2()) {
      database.execute(
          """
          insert into webhook (id, client_id, account_id, scope, scope_id, active, activation,
            event_types, key_id, callback_url, secret, created, modified, version)
          values (?, 'c', 'a', 'Account', 'a', false, 0, 't', 'old-key', ?, ?, current_timestamp,
            current_timestamp, 1)
          """,
          UUID.randomUUID(),
          new byte[1],
          new byte[1]);

      assertThatThrownBy(() -> EncryptionKeyCheck.check(database.database(), Set.of("new-key")))
          .isInstanceOf(InvalidSetting.class)
          .hasMessageContaining("webhooks.encryption.previous-keys")
          .hasMessageContaining("old-key");
      assertThatCode(
              () -> EncryptionKeyCheck.check(database.database(), Set.of("new-key", "old-key")))
          .doesNotThrowAnyException();
    }
  }
}
