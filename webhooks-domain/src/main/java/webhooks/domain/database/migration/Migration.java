package webhooks.domain.database.migration;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import webhooks.domain.database.Database;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.StartupRetry;
import webhooks.domain.settings.MigrationMode;
import webhooks.domain.settings.Settings;
import webhooks.settings.InvalidSetting;

/**
 * Migrates the tables to the current version before any class uses them, or checks their version,
 * as {@link MigrationMode} says.
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

  /**
   * The system property that this process sets after a migration if it does nothing else. The
   * launcher reads it.
   */
  private static final String DONE = "webhooks.migrated";

  private static final MigrationVersion BASELINE = MigrationVersion.fromVersion("1");

  @Inject private Database database;
  @Inject private Settings settings;

  @PersistenceUnit(unitName = "webhooks")
  private EntityManagerFactory entities;

  @PostConstruct
  void migrateAtStart() {
    apply(settings.migrationMode(), database.dataSource(), database.dialect());
    database.share(entities);
  }

  /**
   * Brings the tables to the current version, or checks them. Repeats this after a lost connection.
   *
   * @throws InvalidSetting if the node must not start: the tables lack migrations that an
   *     administrator runs, are of a build before version 0.1.0, or the process only migrates
   */
  static void apply(MigrationMode mode, DataSource dataSource, Dialect dialect) {
    if (mode == MigrationMode.BY_ADMINISTRATOR) {
      StartupRetry.run(dataSource, () -> check(dataSource, dialect));
      return;
    }
    migrate(dataSource, dialect);
    if (mode == MigrationMode.ONLY) {
      System.setProperty(DONE, "true");
      throw new InvalidSetting(
          MigrationMode.KEY, "must be true or false to start a node: the tables are up to date");
    }
  }

  /** Returns once the tables are up to date. */
  public void await() {
    // The container runs the migration before the first call.
  }

  /**
   * Migrates the tables of a database to the current version. Repeats this after a lost connection.
   * If the migration fails, the version before can still use the tables.
   *
   * @throws InvalidSetting if the tables are of a build before version 0.1.0
   */
  public static void migrate(DataSource dataSource, Dialect dialect) {
    StartupRetry.run(dataSource, () -> migrateOnce(dataSource, dialect));
  }

  private static void migrateOnce(DataSource dataSource, Dialect dialect) {
    Flyway flyway = flyway(dataSource, dialect);
    try {
      int migrations = flyway.migrate().migrationsExecuted;
      LOG.info(() -> "The database is up to date, %d migrations run".formatted(migrations));
    } catch (FlywayValidateException e) {
      refuseIfBeforeBaseline(flyway.info());
      throw e;
    }
  }

  /** Only reads the history of the tables, so that it needs no right to change the schema. */
  private static void check(DataSource dataSource, Dialect dialect) {
    Flyway flyway = flyway(dataSource, dialect);
    MigrationInfoService tables = flyway.info();
    refuseIfBeforeBaseline(tables);
    refuseIfMissing(tables.pending().length);
    flyway.validate();
  }

  /** Refuses tables of a build before version 0.1.0, whose first migration was another one. */
  static void refuseIfBeforeBaseline(MigrationInfoService tables) {
    if (Stream.of(tables.applied())
        .filter(migration -> BASELINE.equals(migration.getVersion()))
        .anyMatch(migration -> !migration.isChecksumMatching())) {
      throw new InvalidSetting(
          "webhooks.db.url",
          "must name an empty database, or one of version 0.1.0 or later: the tables are of an"
              + " earlier version, which can't be upgraded");
    }
  }

  /** Refuses tables that lack migrations, where an administrator runs them. */
  static void refuseIfMissing(int migrations) {
    if (migrations > 0) {
      throw new InvalidSetting(
          MigrationMode.KEY,
          "must be true, or only for one start: the tables lack %d migrations"
              .formatted(migrations));
    }
  }

  /**
   * Returns the version of the tables; empty if they lack migrations of this version of the
   * product. Changes nothing.
   *
   * @throws InvalidSetting if the tables are of a build before version 0.1.0
   */
  public static Optional<String> version(DataSource dataSource, Dialect dialect) {
    MigrationInfoService tables = info(dataSource, dialect);
    refuseIfBeforeBaseline(tables);
    return Optional.ofNullable(tables.current())
        .filter(current -> tables.pending().length == 0)
        .map(current -> current.getVersion().getVersion());
  }

  /** Returns which migrations the tables have. Changes nothing. */
  static MigrationInfoService info(DataSource dataSource, Dialect dialect) {
    return flyway(dataSource, dialect).info();
  }

  private static Flyway flyway(DataSource dataSource, Dialect dialect) {
    FluentConfiguration flyway =
        Flyway.configure(Migration.class.getClassLoader())
            .dataSource(dataSource)
            .locations("classpath:db/webhooks/all", "classpath:db/webhooks/" + dialect.folder())
            .table("webhooks_schema_history")
            .lockRetryCount(UNLIMITED)
            .callbacks(callbacks(dialect));
    // A transactional lock would be an idle transaction, which PostgreSQL may end after a time-out.
    flyway
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return flyway.load();
  }

  private static Callback[] callbacks(Dialect dialect) {
    return dialect == Dialect.POSTGRESQL
        ? new Callback[] {new NoMigrationTimeout(), new LockTimeout()}
        : new Callback[] {new NoMigrationTimeout()};
  }
}
