package webhooks.domain.database;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Migrates the tables to the current version before any class uses them.
 *
 * <p>One node migrates while the others wait for Flyway's lock. Beans that use tables at start
 * inject this bean and call {@link #await()}.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Migration {
  private static final Logger LOG = Logger.getLogger(Migration.class.getName());

  /** Makes Flyway wait without a limit, because the migration by another node may take long. */
  private static final int UNLIMITED = -1;

  @Inject private Database database;

  @PostConstruct
  void run() {
    boolean embedded = database.isEmbedded();
    StartupRetry.run(database.dataSource(), () -> migrate(database.dataSource(), embedded));
  }

  /** Returns once the tables are up to date. */
  public void await() {
    // The container runs the migration before the first call.
  }

  /** Migrates the tables of a database to the current version. */
  public static void migrate(DataSource dataSource, boolean embedded) {
    String own = embedded ? "h2" : "postgresql";
    FluentConfiguration flyway =
        Flyway.configure(Migration.class.getClassLoader())
            .dataSource(dataSource)
            .locations("classpath:db/webhooks/all", "classpath:db/webhooks/" + own)
            .table("webhooks_schema_history")
            .lockRetryCount(UNLIMITED)
            .callbacks(new NoMigrationTimeout());
    // A transactional lock would be an idle transaction, which PostgreSQL may end after a time-out.
    flyway
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    MigrateResult result = flyway.load().migrate();
    LOG.info(
        () -> "The database is up to date, %d migrations run".formatted(result.migrationsExecuted));
  }
}
