package webhooks.domain.database.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.PostgresServer;
import webhooks.domain.settings.MigrationMode;
import webhooks.settings.InvalidSetting;

/** A node's user may have no right on the schema: an administrator migrates the tables. */
class MigrationModeTest {
  private static final String USER = "node_without_rights_on_the_schema";

  private final PostgresServer server = PostgresServer.get();
  private final String name = server.createEmpty();
  private final PGSimpleDataSource owner = new PGSimpleDataSource();
  private final PGSimpleDataSource node = new PGSimpleDataSource();

  @BeforeEach
  void create() throws SQLException {
    owner.setUrl(server.url(name));
    node.setUrl(server.url(name));
    node.setUser(USER);
    asOwner("create role " + USER + " login");
    asOwner("revoke create on schema public from public");
    asOwner("grant usage on schema public to " + USER);
    asOwner(
        "alter default privileges in schema public grant select, insert, update, delete on tables"
            + " to "
            + USER);
  }

  @AfterEach
  void drop() throws SQLException {
    asOwner("drop owned by " + USER);
    asOwner("drop role " + USER);
    server.drop(name);
    System.clearProperty("webhooks.migrated");
  }

  @Test
  void administratorMigratesAndEnds() {
    assertThatThrownBy(() -> Migration.apply(MigrationMode.ONLY, owner, Dialect.POSTGRESQL))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "Setting webhooks.db.migrate must be true or false to start a node: the tables are up to"
                + " date.");

    assertThat(Boolean.getBoolean("webhooks.migrated")).isTrue();
    assertThatCode(() -> Migration.apply(MigrationMode.BY_ADMINISTRATOR, node, Dialect.POSTGRESQL))
        .doesNotThrowAnyException();
  }

  @Test
  void nodeDoesNotStartBeforeTheMigration() {
    assertThatThrownBy(
            () -> Migration.apply(MigrationMode.BY_ADMINISTRATOR, node, Dialect.POSTGRESQL))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageMatching(
            "Setting webhooks\\.db\\.migrate must be true, or only for one start: the tables lack"
                + " \\d+ migrations\\.");
    assertThatThrownBy(() -> Migration.apply(MigrationMode.AT_START, node, Dialect.POSTGRESQL))
        .isInstanceOf(FlywayException.class);
  }

  /** During an upgrade an older node starts on tables that a newer version has migrated. */
  @Test
  void nodeStartsOnNewerTables() throws SQLException {
    Migration.apply(MigrationMode.AT_START, owner, Dialect.POSTGRESQL);
    asOwner(
        "insert into webhooks_schema_history select installed_rank + 1, '9999', 'newer', type,"
            + " 'V9999__newer.sql', checksum, installed_by, installed_on, execution_time, success"
            + " from webhooks_schema_history order by installed_rank desc fetch first row only");

    assertThatCode(() -> Migration.apply(MigrationMode.BY_ADMINISTRATOR, node, Dialect.POSTGRESQL))
        .doesNotThrowAnyException();
  }

  private void asOwner(String sql) throws SQLException {
    try (var connection = owner.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
