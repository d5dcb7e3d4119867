package webhooks.domain.webhook.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.WebhookRow;
import webhooks.domain.webhook.encryption.WebhookReencryption.ReencryptedBatch;
import webhooks.domain.webhook.revision.RevisionRepository;

/** After a change of the key, the new key encrypts webhooks and options again. */
@OnEveryDatabase
class WebhookReencryptionTest {
  private static final int MANY = 250;
  private static final String NEW_KEY = "YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=";
  private static final SecretCipher NEW =
      SecretCipher.of(
          TestSettings.with(
              "webhooks.encryption.key",
              NEW_KEY,
              "webhooks.encryption.previous-keys",
              NodeSettings.KEY),
          Dialect.POSTGRESQL);

  private final TestDatabase database;
  private final TestEntities entities;
  private final WebhookReencryption reencryption;
  private List<UUID> webhooks;

  WebhookReencryptionTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
    this.reencryption =
        new WebhookReencryption(
            entities.manager(),
            new OptionsRepository(database.database(), NEW, () -> true),
            new RevisionRepository(database.database(), NEW),
            NEW);
  }

  @BeforeEach
  void insert() {
    database.clear();
    webhooks =
        IntStream.range(0, MANY)
            .mapToObj(i -> new WebhookRow().insertInto(database))
            .collect(Collectors.toCollection(ArrayList::new));
    for (UUID webhook : webhooks) {
      database.execute(
          "insert into webhook_options (webhook_id, account_id, key_id, content, modified)"
              + " values (?, 'account', ?, ?, current_timestamp)",
          webhook,
          WebhookRow.CIPHER.keyId(),
          WebhookRow.CIPHER.encrypt(webhook, EncryptedColumn.OPTIONS, text(webhook)));
      insertRevision(webhook);
    }
  }

  private void insertRevision(UUID webhook) {
    database.execute(
        "insert into webhook_revision (id, webhook_id, account_id, version, active, valid_from,"
            + " key_id, content) values (?, ?, 'account', 1, true, current_timestamp, ?, ?)",
        UUID.randomUUID(),
        webhook,
        WebhookRow.CIPHER.keyId(),
        WebhookRow.CIPHER.encrypt(webhook, EncryptedColumn.SETTINGS, text(webhook)));
  }

  /** A node of an earlier version does not know revisions. */
  @Test
  void encryptsRevisionsOfWebhookWhoseRowHasTheNewKey() {
    run();
    insertRevision(webhooks.get(3));

    assertThat(run()).extracting(ReencryptedBatch::count).containsExactly(0, 1);
    assertThat(withOldKey()).isZero();
  }

  @AfterEach
  void close() {
    entities.close();
  }

  private static String text(UUID webhook) {
    return "{\"description\":\"" + webhook + "\"}";
  }

  private List<ReencryptedBatch> run() {
    List<ReencryptedBatch> batches = new ArrayList<>(List.of(ReencryptedBatch.START));
    while (!batches.get(batches.size() - 1).isLast()) {
      ReencryptedBatch before = batches.get(batches.size() - 1);
      batches.add(entities.inTransaction(() -> reencryption.next(before)));
    }
    return batches;
  }

  private long withOldKey() {
    return database.count(
        "select count(*) from (select key_id from webhook union all"
            + " select key_id from webhook_options union all select key_id from webhook_revision) k"
            + " where key_id <> ?",
        NEW.keyId());
  }

  @Test
  void encryptsAllWithTheNewKey() {
    List<ReencryptedBatch> batches = run();

    assertThat(batches).extracting(ReencryptedBatch::count).containsExactly(0, 100, 100, 50);
    assertThat(withOldKey()).isZero();
    SecretCipher onlyNew =
        SecretCipher.of(TestSettings.with("webhooks.encryption.key", NEW_KEY), Dialect.POSTGRESQL);
    OptionsRepository stored = new OptionsRepository(database.database(), onlyNew, () -> true);
    assertThat(webhooks)
        .allMatch(id -> stored.find(id).orElseThrow().decrypt(onlyNew).stored().equals(text(id)));
  }

  /** A node of an earlier version encrypts the row alone. */
  @Test
  void encryptsOptionsOfWebhookWhoseRowHasTheNewKey() {
    run();
    UUID webhook = webhooks.get(7);
    database.execute(
        "update webhook_options set key_id = ?, content = ? where webhook_id = ?",
        WebhookRow.CIPHER.keyId(),
        WebhookRow.CIPHER.encrypt(webhook, EncryptedColumn.OPTIONS, text(webhook)),
        webhook);

    assertThat(run()).extracting(ReencryptedBatch::count).containsExactly(0, 1);
    assertThat(withOldKey()).isZero();
  }

  @Test
  void unreadableOptionsStayAndDelayNoOthers() {
    database.execute(
        "update webhook_options set content = ? where webhook_id = ?",
        new byte[20],
        webhooks.get(0));

    run();

    assertThat(withOldKey()).isEqualTo(1);
  }

  @Test
  void unreadableRevisionsAreDeleted() {
    database.execute(
        "update webhook_revision set content = ? where webhook_id = ?",
        new byte[20],
        webhooks.get(0));

    run();

    assertThat(withOldKey()).isZero();
    assertThat(database.count("select count(*) from webhook_revision")).isEqualTo(MANY - 1);
  }

  /** A node of an earlier version deletes a webhook without its options. */
  @Test
  void optionsWithoutWebhookDelayNoOthers() {
    database.execute("delete from webhook where id = ?", webhooks.get(0));

    assertThat(run()).extracting(ReencryptedBatch::count).containsExactly(0, 100, 100, 49);
  }

  @Test
  void encryptsRequestedKey() {
    run();
    UUID webhook = webhooks.get(7);
    database.execute(
        "insert into webhook_key_request (webhook_id, account_id, key_id, content, created)"
            + " values (?, 'account', ?, ?, current_timestamp - interval '40' day)",
        webhook,
        WebhookRow.CIPHER.keyId(),
        WebhookRow.CIPHER.encrypt(webhook, EncryptedColumn.KEY_REQUEST, "key"));

    assertThat(run()).extracting(ReencryptedBatch::count).containsExactly(0, 1);
    assertThat(
            database.count(
                "select count(*) from webhook_key_request where key_id = ?", NEW.keyId()))
        .isEqualTo(1);
  }
}
