package webhooks.domain.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.webhook.WebhookRow;
import webhooks.settings.InvalidSetting;
import webhooks.settings.command.MoveFailure;

/** An import that is refused stores nothing. */
@OnEveryDatabase
class RefusedImportTest {
  private static final String ACCOUNT = "account";
  private static final String OTHER_KEY = "YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=";

  private final Installation source;
  private final Installation target;
  private String file;

  RefusedImportTest(TestDatabase database) {
    source = new Installation(database, NodeSettings.KEY);
    target =
        new Installation(database, OTHER_KEY)
            .with("webhooks.encryption.previous-keys", NodeSettings.KEY);
  }

  @BeforeEach
  void export() throws MoveFailure {
    source.database.clear();
    SourceAccount.in(source.database, ACCOUNT);
    file = source.exportAccount(ACCOUNT);
    target.database.clear();
  }

  private void assertRefused(String changed, String reason) {
    assertThatThrownBy(() -> target.importAccount(changed))
        .isInstanceOf(MoveFailure.class)
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
    assertNothingIsStored();
  }

  private void assertNothingIsStored() {
    for (MovedTable table : MovedTable.values()) {
      assertThat(target.database.count("select count(*) from " + table.tableName())).isZero();
    }
  }

  @Test
  void refusesAFileWithoutItsEnd() {
    List<String> lines = file.lines().toList();

    for (int kept : List.of(1, lines.size() / 2, lines.size() - 1)) {
      assertRefused(
          lines.stream().limit(kept).collect(Collectors.joining("\n")), "The file has no end");
    }
    assertRefused(file.substring(0, file.length() - 20), "can't be read in line " + lines.size());
    assertRefused("", "There is no file");
  }

  @Test
  void refusesAFileThatLacksARow() {
    List<String> lines = file.lines().toList();

    assertRefused(
        lines.stream()
            .filter(line -> !line.startsWith("{\"audit\""))
            .collect(Collectors.joining("\n")),
        "rows are missing");
  }

  @Test
  void refusesTablesOfAnotherVersion() {
    assertRefused(
        file.replaceFirst("\"tables\":\"\\d+\"", "\"tables\":\"9999\""),
        "The file has rows of tables of version 9999");
  }

  @Test
  void refusesAFileWithoutTheDeduplication() {
    assertRefused(
        file.replaceFirst("\"deduplication\":\"[^\"]+\",", ""),
        "its first line has no deduplication");
  }

  @Test
  void refusesRowsOfAnotherAccount() {
    for (String table :
        List.of(
            "attempt",
            "delivery_finished",
            "delivery_pending",
            "failure_streak",
            "recovery",
            "audit",
            "operational_event",
            "itwin",
            "webhook")) {
      assertRefused(
          file.replaceFirst("(\\{\"" + table + "\":.*\"account_id\":)\"account\"", "$1\"another\""),
          "The file has a row of the table " + table + " that is not of account account");
    }
    assertRefused(
        file.replaceFirst("\"account_id\":\"\"", "\"account_id\":\"another\""),
        "The file has a row of the table webhook that is not of account account");
  }

  @Test
  void refusesUnknownTablesAndColumns() {
    assertRefused(
        file.replaceFirst("\\{\"attempt\":", "{\"webhook_pause\":"),
        "not known, or not expected here: webhook_pause");
    assertRefused(
        file.replaceFirst("\"occurrence\":", "\"count\":"),
        "a column that the table event does not have: count");
    assertRefused(
        file.replaceFirst("\"occurrence\":0,", ""), "The file lacks columns of the table event");
  }

  @Test
  void refusesTablesInAnotherOrder() {
    List<String> lines = file.lines().toList();
    String attempt =
        lines.stream().filter(line -> line.startsWith("{\"attempt\"")).findFirst().orElseThrow();

    assertRefused(
        file.replace(attempt + "\n", "").replace("{\"end\"", attempt + "\n{\"end\""),
        "not expected here: attempt");
  }

  @Test
  void refusesValuesOfAnotherForm() {
    assertRefused(
        file.replaceFirst("\"message_id\":\"[^\"]+", "\"message_id\":\"s3cret"),
        "The file can't be read in line 2: ");
    assertRefused("webhooks", "The file can't be read in line 1: ");
    assertRefused("{\"a\":1}", "its first line has no webhooks");
  }

  /** Such a node adds no events to reports, and sends requests without options. */
  @Test
  void refusesAlertsAndOptionsWhileAnEarlierNodeRuns() throws MoveFailure {
    SourceAccount.in(source.database, ACCOUNT);
    source.database.execute("delete from alert");
    source.database.execute("delete from alert_report");
    String withoutAlerts = source.exportAccount(ACCOUNT);
    target.database.clear();
    target.database.execute(
        "insert into node (id, host, port, version, started, seen, option_level)"
            + " values (?, 'host', 1, '0.1.0', current_timestamp, current_timestamp, 2)",
        UUID.randomUUID());

    assertRefused(file, "has alerts, and a node of an earlier version runs here");
    assertRefused(withoutAlerts, "has options, and a node of an earlier version runs here");
  }

  @Test
  void refusesAKeyThatItDoesNotHave() {
    target.with("webhooks.encryption.previous-keys", "");

    assertThatThrownBy(() -> target.importAccount(file))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("webhooks.encryption.previous-keys must hold the key")
        .hasMessageContaining(WebhookRow.CIPHER.keyId());
    assertNothingIsStored();
  }
}
