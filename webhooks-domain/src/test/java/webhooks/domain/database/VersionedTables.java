package webhooks.domain.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import webhooks.domain.id.Ids;

/** A database on PostgreSQL whose tables have the version that a test needs. */
final class VersionedTables {
  private final PostgresServer server = PostgresServer.get();
  private final String name = server.createEmpty();
  private final PGSimpleDataSource source = new PGSimpleDataSource();

  VersionedTables() {
    source.setUrl(server.url(name));
  }

  PGSimpleDataSource source() {
    return source;
  }

  /** Migrates to a version with the scripts alone. */
  void migrateTo(String version) {
    Flyway.configure(Migration.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:db/webhooks/all", "classpath:db/webhooks/postgresql")
        .table("webhooks_schema_history")
        .target(version)
        .load()
        .migrate();
  }

  /** Migrates to the current version as a node does. */
  void migrate() {
    Migration.migrate(source, Dialect.POSTGRESQL);
  }

  /** Returns the last version that was migrated to. */
  long version() throws SQLException {
    return count("select max(cast(version as int)) from webhooks_schema_history where success");
  }

  void drop() {
    server.drop(name);
  }

  /** Opens a transaction that keeps a lock of a table, as a dump does. */
  Connection read(String table) throws SQLException {
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("lock table " + table + " in access share mode");
    }
    return connection;
  }

  void execute(String sql, Object... values) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  long count(String sql) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Inserts a delivery with an attempt by the statements of version 19. */
  UUID insert(Instant created, int status) throws SQLException {
    UUID id = Ids.firstOf(created);
    execute(
        "insert into delivery (id, event_id, webhook_id, activation, status, attempts, created)"
            + " values (?, ?, ?, 1, ?, 1, current_timestamp)",
        id,
        UUID.randomUUID(),
        UUID.randomUUID(),
        status);
    execute(
        "insert into attempt (delivery_id, number, started, duration_ms)"
            + " values (?, 1, current_timestamp, 1)",
        id);
    return id;
  }
}
