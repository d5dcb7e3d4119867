package webhooks.domain.move;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import webhooks.domain.database.DatabaseStartup;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.migration.Migration;
import webhooks.domain.id.AccountId;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.Settings;
import webhooks.settings.command.AccountMove;
import webhooks.settings.command.MoveFailure;

/** Moves an account between two installations: exports, imports and releases it. */
public final class AccountMover implements AccountMove {
  private static final String BLOCKED =
      "select 1 from webhook_block where kind = 'account' and target = ?";

  /** H2's error code if the database does not exist yet. */
  private static final int NOT_CREATED = 90146;

  /** H2's error code if another process has the database open. */
  private static final int OPEN_ELSEWHERE = 90020;

  private static final String NO_TABLES =
      "The database has no tables of this version: start a node of this version once";

  private static final Duration LOCK_LIMIT = Duration.ofMinutes(1);

  /** Longer than the longest lease: the maximum time-out of an attempt is a minute. */
  private static final Duration LEASE_LIMIT = Duration.ofMinutes(2);

  /** Creates the commands, for {@link java.util.ServiceLoader}. */
  public AccountMover() {}

  @Override
  public void exportAccount(Context context, String accountId, OutputStream file)
      throws MoveFailure {
    String account = account(accountId);
    Consumer<String> messages = context.messages();
    Settings settings = Settings.read(context.settings());
    String tables = tables(context.database());
    on(
        context.database(),
        (connection, dialect) -> {
          AccountExport export = new AccountExport(connection, dialect, account, messages);
          if (!export.isKnown()) {
            throw new MoveFailure("Account " + account + " is not known here: correct its id");
          }
          AccountHold hold = new AccountHold(connection, dialect, account);
          hold.begin(LOCK_LIMIT);
          messages.accept(
              "Account %s is held: its deliveries wait until --release-account %s"
                  .formatted(account, account));
          hold.awaitLeases(LEASE_LIMIT);
          long rows = export.write(tables, settings.deduplication(), file);
          messages.accept("Account %s is exported: %d rows".formatted(account, rows));
        });
  }

  @Override
  public void importAccount(Context context, InputStream file) throws MoveFailure {
    Settings settings = Settings.read(context.settings());
    String tables = tables(context.database());
    on(
        context.database(),
        (connection, dialect) -> {
          SecretCipher cipher =
              SecretCipher.withoutCreatingKey(settings, dialect)
                  .orElseThrow(() -> new MoveFailure(NO_TABLES));
          AccountImport.Result done =
              new AccountImport(connection, dialect, cipher, settings, context.messages())
                  .read(tables, file);
          if (isBlocked(connection, done.account())) {
            context
                .messages()
                .accept(
                    "Account %s is blocked here: unblock it, and activate its webhooks"
                        .formatted(done.account()));
          }
          context
              .messages()
              .accept(
                  "Account %s is imported: %d rows read, %d of them stored, %d events published here too"
                      .formatted(done.account(), done.read(), done.stored(), done.repeated()));
          if (new AccountHold(connection, dialect, done.account()).isHeld()) {
            context
                .messages()
                .accept(
                    "Account %s is held here: --release-account %s lets its deliveries go"
                        .formatted(done.account(), done.account()));
          }
        });
  }

  private static boolean isBlocked(Connection connection, String account) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(BLOCKED)) {
      select.setString(1, account);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  @Override
  public void releaseAccount(Context context, String accountId) throws MoveFailure {
    String account = account(accountId);
    tables(context.database());
    on(
        context.database(),
        (connection, dialect) ->
            context
                .messages()
                .accept(
                    new AccountHold(connection, dialect, account).end()
                        ? "Account " + account + " is released: its deliveries go on"
                        : "Account " + account + " was not held"));
  }

  private static String account(String text) throws MoveFailure {
    return AccountId.parse(text)
        .orElseThrow(() -> new MoveFailure("An account id " + AccountId.RULE))
        .text();
  }

  /** Work on a connection of its own. */
  @FunctionalInterface
  private interface Work {
    void on(Connection connection, Dialect dialect) throws SQLException, IOException, MoveFailure;
  }

  private static void on(DataSource database, Work work) throws MoveFailure {
    try (Connection connection = database.getConnection()) {
      // A statement may read whole tables.
      connection.setNetworkTimeout(Runnable::run, 0);
      work.on(connection, DatabaseStartup.dialect(connection));
    } catch (SQLException e) {
      throw failure(e);
    } catch (IOException e) {
      throw new MoveFailure("The input or output ended, run the command again", e);
    }
  }

  /** Returns the version of the tables. Takes connections of its own. */
  private static String tables(DataSource database) throws MoveFailure {
    try {
      Dialect dialect;
      try (Connection connection = database.getConnection()) {
        dialect = DatabaseStartup.dialect(connection);
      }
      Optional<String> version = Migration.version(database, dialect);
      return version.orElseThrow(() -> new MoveFailure(NO_TABLES));
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static MoveFailure failure(SQLException e) {
    if (e.getErrorCode() == NOT_CREATED) {
      return new MoveFailure(NO_TABLES);
    }
    if (e.getErrorCode() == OPEN_ELSEWHERE) {
      return new MoveFailure("A node that runs has the database open: stop it first");
    }
    DatabaseStartup.refuseIfAccessRefused(e);
    return new MoveFailure("The database failed, run the command again", e);
  }
}
