package webhooks.domain.database.migration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.H2Files;
import webhooks.domain.database.PostgresServer;
import webhooks.domain.settings.MigrationMode;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;
import webhooks.settings.command.StartCheck;

/** Tables that a build before version 0.1.0 made, by other migrations with the same numbers. */
class EarlierTablesTest {
  private static final String REFUSAL =
      "Setting webhooks.db.url must name an empty database, or one of version 0.1.0 or later: the"
          + " tables are of an earlier version, which can't be upgraded.";

  /** Flyway quotes its names, on both databases. */
  private static final String FIRST_MIGRATION =
      "update \"webhooks_schema_history\" set \"checksum\" = 123 where \"version\" = '1'";

  private static final String LAST_MIGRATION =
      "update \"webhooks_schema_history\" set \"version\" = '33', \"checksum\" = 456"
          + " where \"version\" = '3'";

  private Runnable removal = () -> {};

  @AfterEach
  void remove() {
    removal.run();
  }

  private DataSource earlierTables(Dialect dialect) throws SQLException {
    DataSource tables = dialect == Dialect.H2 ? h2() : postgresql();
    try (var connection = tables.getConnection();
        var statement = connection.createStatement()) {
      statement.executeUpdate(FIRST_MIGRATION);
      statement.executeUpdate(LAST_MIGRATION);
    }
    return tables;
  }

  private DataSource h2() {
    JdbcDataSource source = H2Files.source(H2Files.createMigrated());
    removal = () -> H2Files.shutDown(source);
    return source;
  }

  private DataSource postgresql() {
    PostgresServer server = PostgresServer.get();
    String name = server.createMigrated();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.url(name));
    removal = () -> server.drop(name);
    return source;
  }

  static Stream<Arguments> starts() {
    return Stream.of(Dialect.values())
        .flatMap(
            dialect -> Stream.of(MigrationMode.values()).map(mode -> Arguments.of(dialect, mode)));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void startIsRefused(Dialect dialect, MigrationMode mode) throws SQLException {
    DataSource tables = earlierTables(dialect);

    assertThatThrownBy(() -> Migration.apply(mode, tables, dialect))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(REFUSAL);
  }

  @ParameterizedTest
  @EnumSource
  void checkFails(Dialect dialect) throws SQLException {
    DataSource tables = earlierTables(dialect);
    SettingReader settings = new SettingReader(List.of(key -> null));

    assertThatThrownBy(
            () -> new DatabaseCheck().check(new StartCheck.Context(settings, tables, false)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(REFUSAL);
  }
}
