package webhooks.domain.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcDataSource;
import webhooks.domain.database.migration.Migration;

/** Files of H2 databases below {@code target}, copied from one that is migrated once. */
public final class H2Files {
  private static final String NAME = "database";
  private static final String SUFFIX = ".mv.db";
  private static final Path TEMPLATE = template();

  private H2Files() {}

  private static Path template() {
    Path directory = newDirectory();
    JdbcDataSource source = source(directory);
    Migration.migrate(source, Dialect.H2);
    shutDown(source);
    return directory.resolve(NAME + SUFFIX);
  }

  /** Creates a database with the product's tables; returns its directory. */
  public static Path createMigrated() {
    Path directory = newDirectory();
    try {
      Files.copy(TEMPLATE, directory.resolve(NAME + SUFFIX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory;
  }

  /** Returns the database of a directory, in a time zone other than UTC. */
  public static JdbcDataSource source(Path directory) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(
        "jdbc:h2:file:"
            + directory.resolve(NAME)
            + ";WRITE_DELAY=0;TIME ZONE=Asia/Kolkata;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=30000");
    return source;
  }

  /** Closes the database and its files. */
  public static void shutDown(JdbcDataSource source) {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("shutdown");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "h2-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
