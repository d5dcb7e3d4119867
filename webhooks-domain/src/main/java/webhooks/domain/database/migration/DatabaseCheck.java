package webhooks.domain.database.migration;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationInfoService;
import webhooks.domain.database.DatabaseStartup;
import webhooks.domain.database.Dialect;
import webhooks.domain.settings.MigrationMode;
import webhooks.settings.SettingReader;
import webhooks.settings.command.CheckFailure;
import webhooks.settings.command.StartCheck;

/**
 * Checks before a start that this node can connect to the database, and that it can use the tables.
 */
public final class DatabaseCheck implements StartCheck {
  /** H2's error code for a database that does not exist yet. */
  private static final int NOT_CREATED = 90146;

  /** H2's error code for a database that another process has open. */
  private static final int OPEN_ELSEWHERE = 90020;

  /** Creates the check, for {@link java.util.ServiceLoader}. */
  public DatabaseCheck() {}

  @Override
  public Subject subject() {
    return Subject.DATABASE;
  }

  @Override
  public String check(Context start) throws CheckFailure {
    try (Connection connection = start.database().getConnection()) {
      Dialect dialect = DatabaseStartup.dialect(connection);
      return "%s %s as %s, %s"
          .formatted(
              connection.getMetaData().getDatabaseProductName(),
              connection.getMetaData().getDatabaseProductVersion(),
              connection.getMetaData().getUserName(),
              tables(start.settings(), start.database(), dialect));
    } catch (SQLException e) {
      if (e.getErrorCode() == NOT_CREATED) {
        return "H2, which the first start creates";
      }
      if (e.getErrorCode() == OPEN_ELSEWHERE) {
        return "H2, in use by a node that runs; not opened";
      }
      DatabaseStartup.refuseIfAccessRefused(e);
      throw new CheckFailure("start the database, or correct webhooks.db.url", e);
    }
  }

  private static String tables(SettingReader reader, DataSource database, Dialect dialect) {
    MigrationInfoService tables = Migration.info(database, dialect);
    Migration.refuseIfBeforeBaseline(tables);
    int missing = tables.pending().length;
    if (MigrationMode.read(reader) == MigrationMode.BY_ADMINISTRATOR) {
      Migration.refuseIfMissing(missing);
    }
    String version =
        tables.current() == null
            ? "no tables yet"
            : "tables of version " + tables.current().getVersion();
    return missing == 0 ? version : version + ", " + missing + " migrations to run at the start";
  }
}
