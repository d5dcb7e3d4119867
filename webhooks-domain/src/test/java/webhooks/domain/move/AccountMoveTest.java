package webhooks.domain.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.IdSequence;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.TestSettings;
import webhooks.settings.command.MoveFailure;

/** The export of one installation is the import of another one. */
@ParameterizedClass(name = "{0} to {1}")
@ArgumentsSource(Directions.class)
class AccountMoveTest {
  private static final String ACCOUNT = "moved";
  private static final String TARGET_KEY = "YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=";

  /** The columns that an import changes. */
  private static final Set<String> CHANGED =
      Set.of("key_id", "callback_url", "secret", "previous_secret", "content", "version");

  private final Installation source;
  private final Installation target;
  private SourceAccount moved;

  AccountMoveTest(TestDatabase from, TestDatabase to) {
    source = new Installation(from, NodeSettings.KEY);
    target =
        new Installation(to, TARGET_KEY)
            .with("webhooks.encryption.previous-keys", NodeSettings.KEY);
  }

  @BeforeEach
  void insertTwoAccounts() {
    source.database.clear();
    target.database.clear();
    SourceAccount.in(source.database, "other");
    moved = SourceAccount.in(source.database, ACCOUNT);
  }

  private void move() throws MoveFailure {
    target.importAccount(source.exportAccount(ACCOUNT));
  }

  private Map<String, List<Map<String, String>>> all(Installation installation) {
    return Arrays.stream(MovedTable.values())
        .collect(Collectors.toMap(MovedTable::tableName, table -> rows(installation, table)));
  }

  private static List<Map<String, String>> rows(Installation installation, MovedTable table) {
    return installation.rows("select * from " + table.tableName());
  }

  private long count(String table) {
    return target.database.count("select count(*) from " + table);
  }

  @Test
  void movesEachTable() throws MoveFailure {
    move();

    for (MovedTable table : MovedTable.values()) {
      assertThat(rows(target, table))
          .as(table.tableName())
          .isNotEmpty()
          .extracting(AccountMoveTest::unchanged)
          .containsExactlyInAnyOrderElementsOf(
              rows(source, table).stream()
                  .map(AccountMoveTest::unchanged)
                  .filter(this::isOfAccount)
                  .filter(row -> table != MovedTable.ALERT || row.get("confirmed") != null)
                  .filter(row -> !isOfUnconfirmed(row))
                  .toList());
    }
  }

  private static Map<String, String> unchanged(Map<String, String> row) {
    Map<String, String> kept = new TreeMap<>(row);
    kept.keySet().removeAll(row.containsKey("key_id") ? CHANGED : Set.of());
    return kept;
  }

  private boolean isOfUnconfirmed(Map<String, String> row) {
    return row.containsKey("alert_id") && !moved.alert.toString().equals(row.get("alert_id"));
  }

  /** Each row has one of the ids of its account, wherever. */
  private boolean isOfAccount(Map<String, String> row) {
    Set<String> ids =
        Set.of(
            ACCOUNT,
            "another-" + ACCOUNT,
            moved.webhook.toString(),
            moved.deleted.toString(),
            moved.iTwin.toString());
    return row.values().stream().anyMatch(value -> value != null && ids.contains(value));
  }

  @Test
  void encryptsWithTheKeyOfTheTarget() throws MoveFailure {
    String file = source.exportAccount(ACCOUNT);
    target.importAccount(file);

    SecretCipher cipher =
        SecretCipher.of(
            TestSettings.with("webhooks.encryption.key", TARGET_KEY), Dialect.POSTGRESQL);
    Map<String, String> row =
        target.rows("select * from webhook where id = '" + moved.webhook + "'").get(0);
    assertThat(decrypted(cipher, row, EncryptedColumn.SECRET)).isEqualTo(SourceAccount.SECRET);
    assertThat(decrypted(cipher, row, EncryptedColumn.PREVIOUS_SECRET))
        .isEqualTo(SourceAccount.PREVIOUS_SECRET);
    assertThat(decrypted(cipher, row, EncryptedColumn.CALLBACK_URL)).isEqualTo(SourceAccount.URL);
    assertThat(row).as("its filters are asked").containsEntry("selection_bytes", "300");
    assertThat(contents(cipher, "webhook_options", EncryptedColumn.OPTIONS))
        .containsExactly(SourceAccount.OPTIONS);
    assertThat(contents(cipher, "webhook_key_request", EncryptedColumn.KEY_REQUEST))
        .containsExactly(SourceAccount.REQUESTED_KEY);
    assertThat(contents(cipher, "webhook_revision", EncryptedColumn.SETTINGS))
        .containsExactly(SourceAccount.SETTINGS, SourceAccount.SETTINGS);
    Map<String, String> alert = rows(target, MovedTable.ALERT).get(0);
    assertThat(
            cipher.decrypt(
                alert.get("key_id"),
                moved.alert,
                EncryptedColumn.ALERT,
                HexFormat.of().parseHex(alert.get("content"))))
        .isEqualTo(SourceAlerts.ALERT);
    assertThat(file)
        .doesNotContain(
            SourceAccount.REQUESTED_KEY,
            SourceAccount.OPTIONS,
            SourceAlerts.ALERT,
            SourceAccount.SETTINGS,
            SourceAccount.SECRET,
            SourceAccount.PREVIOUS_SECRET,
            SourceAccount.URL);
  }

  private List<String> contents(SecretCipher cipher, String table, EncryptedColumn column) {
    return target.rows("select * from " + table).stream()
        .map(
            row ->
                cipher.decrypt(
                    row.get("key_id"),
                    moved.webhook,
                    column,
                    HexFormat.of().parseHex(row.get("content"))))
        .toList();
  }

  private String decrypted(SecretCipher cipher, Map<String, String> row, EncryptedColumn column) {
    byte[] value = HexFormat.of().parseHex(row.get(column.text()));
    return cipher.decrypt(row.get("key_id"), moved.webhook, column, value);
  }

  @Test
  void repeatedImportChangesNothing() throws MoveFailure {
    move();
    Map<String, List<Map<String, String>>> before = all(target);
    List<Map<String, String>> owners = target.rows("select * from webhook_owner");

    move();

    assertThat(all(target)).isEqualTo(before);
    assertThat(target.rows("select * from webhook_owner")).isEqualTo(owners);
  }

  @Test
  void keepsWhatHappenedAtTheTarget() throws MoveFailure {
    move();
    TestDatabase database = target.database;
    database.execute(
        "insert into delivery_finished (id, account_id, event_id, webhook_id, activation, status,"
            + " attempts, created) select id, account_id, event_id, webhook_id, activation, 1,"
            + " attempts + 1, created from delivery_pending where id = ?",
        moved.pending);
    database.execute("delete from delivery_pending where id = ?", moved.pending);
    database.execute("update webhook set event_types = 'a' where id = ?", moved.webhook);
    database.execute("delete from attempt where delivery_id = ?", moved.exhausted);
    for (String table :
        List.of("failure_streak", "recovery", "failing_webhook", "exhausted_deliveries")) {
      database.execute("delete from " + table);
    }
    database.execute("delete from alert_report");
    database.execute("delete from alert");
    database.execute("delete from webhook_block");
    database.execute("delete from itwin_grant");
    Map<String, List<Map<String, String>>> before = all(target);

    move();

    assertThat(all(target)).isEqualTo(before);
  }

  @Test
  void bringsWhatCameAfterTheFirstExport() throws MoveFailure {
    move();
    IdSequence ids = new IdSequence(Instant.now());
    UUID event = ids.next();
    UUID delivery = ids.next();
    moved.event(event, ACCOUNT, UUID.randomUUID());
    moved.pending(delivery, event, moved.webhook);
    moved.attempt(delivery, 1);

    move();

    for (String found :
        List.of(
            "event where id = '" + event + "'",
            "delivery_pending where id = '" + delivery + "'",
            "attempt where delivery_id = '" + delivery + "'")) {
      assertThat(count(found)).as(found).isEqualTo(1);
    }
  }

  @Test
  void endsLeasesOnTheWay() throws MoveFailure {
    source.database.execute(
        "update delivery_pending set lease = ?, due_at = current_timestamp - interval '1' second,"
            + " attempts = 4, attempts_before = -1, redeliveries = 2 where id = ?",
        UUID.randomUUID(),
        moved.pending);

    move();

    assertThat(
            count(
                "delivery_pending where lease is null and due_at < current_timestamp"
                    + " and attempts = 4 and attempts_before = 4 and redeliveries = 1"))
        .isEqualTo(1);
  }

  @Test
  void newWebhooksGetTheNextVersion() throws MoveFailure {
    long before = target.database.count("select version from webhook_version");

    move();

    assertThat(target.database.count("select version from webhook_version")).isEqualTo(before + 1);
    assertThat(count("webhook where version = " + (before + 1))).isEqualTo(2);
  }

  @Test
  void countsTheNewWebhooksOfAnOwner() throws MoveFailure {
    target.database.execute("insert into webhook_owner values ('client', 'moved', 5)");

    move();

    assertThat(target.database.count("select webhooks from webhook_owner")).isEqualTo(6);
  }

  @Test
  void holdsUntilTheRelease() throws MoveFailure {
    String held = "select count(*) from account_hold where account_id = 'moved'";

    source.exportAccount(ACCOUNT);
    assertThat(source.database.count(held)).isEqualTo(1);
    source.exportAccount(ACCOUNT);

    source.release(ACCOUNT);
    assertThat(source.database.count(held)).isZero();
    source.release(ACCOUNT);
    assertThat(source.messages.get(source.messages.size() - 1))
        .isEqualTo("Account moved was not held");
  }

  @Test
  void refusesAnUnknownAccount() {
    assertThatThrownBy(() -> source.exportAccount("acount"))
        .isInstanceOf(MoveFailure.class)
        .hasMessage("Account acount is not known here: correct its id");
    assertThat(source.database.count("select count(*) from account_hold")).isZero();
  }
}
