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
 * Brings the tables up to date before anything uses them.
 *
 * <p>One node migrates while others wait for Flyway's lock. Beans that use tables at start inject
 * this one and call {@link #await()}.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Migration {
  private static final Logger LOG = Logger.getLogger(Migration.class.getName());

  /** Flyway's word for it: another node may have much to migrate. */
  private static final int FOR_EVER = -1;

  @Inject private Database database;

  @PostConstruct
  void run() {
    boolean embedded = database.isEmbedded();
    StartupRetry.run(database.dataSource(), () -> migrate(database.dataSource(), embedded));
  }

  /** Returns once the tables are up to date. */
  public void await() {
    // The container runs the migration before it lets any call in.
  }

  /** Brings the tables of a database up to date. */
  public static void migrate(DataSource dataSource, boolean embedded) {
    String own = embedded ? "h2" : "postgresql";
    FluentConfiguration flyway =
        Flyway.configure(Migration.class.getClassLoader())
            .dataSource(dataSource)
            .locations("classpath:db/webhooks/all", "classpath:db/webhooks/" + own)
            .table("webhooks_schema_history")
            .lockRetryCount(FOR_EVER)
            .callbacks(new NoMigrationTimeout());
    // Else the lock would be a transaction that does nothing else, and be ended as one forgotten.
    flyway
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    MigrateResult result = flyway.load().migrate();
    LOG.info(
        () -> "Database is up to date, %d migrations run".formatted(result.migrationsExecuted));
  }
}
