package webhooks.domain.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The numbers of webhooks that PostgreSQL keeps for each owner. */
class WebhookCountTest {
  private static final String BEFORE = "27";
  private static final String COUNTED = "select client_id, account_id, webhooks from webhook_owner";
  private static final String EXISTING =
      "select client_id, account_id, count(*) from webhook where client_id <> ''"
          + " group by client_id, account_id";

  private final PostgresServer server = PostgresServer.get();
  private final String name = server.createEmpty();
  private final PGSimpleDataSource source = new PGSimpleDataSource();

  @AfterEach
  void drop() {
    server.drop(name);
  }

  private void migrateTo(String version) {
    source.setUrl(server.url(name));
    Flyway.configure(Migration.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:db/webhooks/all", "classpath:db/webhooks/postgresql")
        .table("webhooks_schema_history")
        .target(version)
        .load()
        .migrate();
  }

  private int execute(String sql) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private void insert(String client, String account) throws SQLException {
    execute(
        """
        insert into webhook (id, client_id, account_id, scope, scope_id, active, activation,
          event_types, key_id, callback_url, secret, created, modified, version)
        values ('%s', '%s', '%s', 'Account', 'a', true, 1, 'a', 'k', '', '', now(), now(), 1)
        """
            .formatted(UUID.randomUUID(), client, account));
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

  @Test
  void countsExistingWebhooksAndEachChange() throws SQLException {
    migrateTo(BEFORE);
    insert("a", "1");
    insert("a", "1");
    insert("a", "2");
    insert("", "");

    migrateTo("latest");

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
