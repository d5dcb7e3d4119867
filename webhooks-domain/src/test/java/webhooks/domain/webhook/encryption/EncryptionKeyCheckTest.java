package webhooks.domain.webhook.encryption;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.webhook.WebhookRow;
import webhooks.settings.InvalidSetting;

class EncryptionKeyCheckTest {
  @Test
  void refusesToStartWithoutANeededKey() {
    try (TestDatabase database = TestDatabase.h2()) {
      new WebhookRow().with("key_id", "old-key").insertInto(database);

      assertThatThrownBy(() -> EncryptionKeyCheck.check(database.database(), Set.of("new-key")))
          .isInstanceOf(InvalidSetting.class)
          .hasMessageContaining("webhooks.encryption.previous-keys")
          .hasMessageContaining("old-key");
      assertThatCode(
              () -> EncryptionKeyCheck.check(database.database(), Set.of("new-key", "old-key")))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void refusesToStartWithoutKeyOfOptions() {
    try (TestDatabase database = TestDatabase.h2()) {
      database.execute(
          "insert into webhook_options (webhook_id, account_id, key_id, content, modified)"
              + " values (?, 'account', 'old-key', ?, current_timestamp)",
          UUID.randomUUID(),
          new byte[0]);

      assertThatThrownBy(() -> EncryptionKeyCheck.check(database.database(), Set.of("new-key")))
          .hasMessageContaining("old-key");
    }
  }

  @Test
  void refusesToStartWithoutKeyOfRequestedCertificate() {
    try (TestDatabase database = TestDatabase.h2()) {
      database.execute(
          "insert into webhook_key_request (webhook_id, account_id, key_id, content, created)"
              + " values (?, 'account', 'old-key', ?, current_timestamp)",
          UUID.randomUUID(),
          new byte[0]);

      assertThatThrownBy(() -> EncryptionKeyCheck.check(database.database(), Set.of("new-key")))
          .hasMessageContaining("old-key");
    }
  }

  @Test
  void refusesToStartWithoutKeyOfRevisions() {
    try (TestDatabase database = TestDatabase.h2()) {
      database.execute(
          "insert into webhook_revision (id, webhook_id, account_id, version, active, valid_from,"
              + " key_id, content) values (?, ?, 'account', 1, true, current_timestamp, 'old-key', ?)",
          UUID.randomUUID(),
          UUID.randomUUID(),
          new byte[0]);

      assertThatThrownBy(() -> EncryptionKeyCheck.check(database.database(), Set.of("new-key")))
          .hasMessageContaining("old-key");
    }
  }

  @Test
  void refusesToStartWithoutKeyOfRunningErasure() {
    try (TestDatabase database = TestDatabase.h2()) {
      UUID id = UUID.randomUUID();
      database.execute(
          "insert into erasure (id, account_id, requested, key_id, criteria, last_event, after_event,"
              + " updated, audit_id) values (?, 'account', current_timestamp, 'old-key', ?, ?, ?,"
              + " current_timestamp, ?)",
          id,
          new byte[1],
          id,
          id,
          id);
      assertThatThrownBy(() -> EncryptionKeyCheck.check(database.database(), Set.of("new-key")))
          .hasMessageContaining("old-key");

      database.execute("update erasure set criteria = null, finished = current_timestamp");

      assertThatCode(() -> EncryptionKeyCheck.check(database.database(), Set.of("new-key")))
          .doesNotThrowAnyException();
    }
  }
}
