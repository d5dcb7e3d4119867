package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The numbers of webhooks that PostgreSQL keeps for each owner. */
class WebhookCountTest {
  private static final String COUNTED = "select client_id, account_id, webhooks from webhook_owner";
  private static final String EXISTING =
      "select client_id, account_id, count(*) from webhook where client_id <> ''"
          + " group by client_id, account_id";

  private static final String INSERT =
      """
      insert into %s (id, client_id, account_id, scope, scope_id, active, activation,
        event_types, key_id, callback_url, secret, created, modified, version)
      values ('%s', '%s', '%s', 'Account', 'a', true, 1, 'a', 'k', '', '', now(), now(), 1)
      """;
  private static final String BLOCKED =
      "select 'a', 'b', 1 from pg_stat_activity"
          + " where wait_event_type = 'Lock' and datname = current_database()";

  private final PostgresServer server = PostgresServer.get();
  private final String name = server.createMigrated();
  private final PGSimpleDataSource source = new PGSimpleDataSource();

  @BeforeEach
  void connect() {
    source.setUrl(server.url(name));
  }

  @AfterEach
  void drop() {
    server.drop(name);
  }

  private int execute(String sql) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private int insert(String client, String account) throws SQLException {
    return execute(INSERT.formatted("webhook", UUID.randomUUID(), client, account));
  }

  /** Executes a statement and, before its transaction ends, another one that waits for it. */
  private void execute(String first, Callable<Integer> second) throws Exception {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate(first);
      ExecutorService thread = Executors.newSingleThreadExecutor();
      try {
        Future<Integer> waiting = thread.submit(second);
        await().until(() -> rows(BLOCKED), blocked -> !blocked.isEmpty());
        connection.commit();
        assertThat(waiting.get(1, TimeUnit.MINUTES)).isEqualTo(1);
      } finally {
        thread.shutdown();
      }
    }
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      while (row.next()) {
        rows.add(row.getString(1) + "/" + row.getString(2) + ": " + row.getLong(3));
      }
    }
    return rows;
  }

  private void assertCounts() throws SQLException {
    assertThat(rows(COUNTED)).containsExactlyInAnyOrderElementsOf(rows(EXISTING));
  }

  /** The insertion waits, and must not add to the row that the deletion removed. */
  @Test
  void countsAnInsertionBesideTheDeletionOfTheOnlyWebhook() throws Exception {
    insert("a", "1");

    execute("delete from webhook", () -> insert("a", "1"));

    assertThat(rows(COUNTED)).containsExactly("a/1: 1");
  }

  @Test
  void countsTwoDeletionsAtOnce() throws Exception {
    insert("a", "1");
    insert("a", "1");
    execute("update webhook set event_types = 'b' where id = (select id from webhook limit 1)");

    execute(
        "delete from webhook where event_types = 'b'",
        () -> execute("delete from webhook where event_types = 'a'"));

    assertThat(rows(COUNTED)).isEmpty();
  }

  @Test
  void countsWithoutASearchPath() throws Exception {
    source.setOptions("-c search_path=");
    execute(INSERT.formatted("public.webhook", UUID.randomUUID(), "a", "1"));
    source.setOptions(null);

    assertCounts();
  }

  @Test
  void countsEachChange() throws SQLException {
    insert("a", "1");
    insert("a", "1");
    insert("a", "2");
    insert("", "");
    assertThat(rows(COUNTED)).containsExactlyInAnyOrder("a/1: 2", "a/2: 1");
    insert("a", "1");
    insert("b", "1");
    execute("update webhook set client_id = '', account_id = '' where account_id = '2'");
    assertCounts();
    execute("update webhook set account_id = '3' where client_id = 'a'");
    assertCounts();
    assertThat(execute("delete from webhook where client_id in ('', 'a')")).isEqualTo(5);
    assertThat(rows(COUNTED)).containsExactly("b/1: 1");
  }
}
