package webhooks.domain.database;

import jakarta.ejb.ApplicationException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;

/**
 * Thrown when a statement fails, or when there is no connection for it in time. Holds the rules
 * that classify failures of a database, most of them by SQLSTATE.
 *
 * <p>An EJB throws it unwrapped and rolls its transaction back.
 */
@ApplicationException(rollback = true)
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_TRIES = 5;

  /**
   * H2's SQLSTATEs after it has closed a database that is in use: closed, and file locked by a
   * database that this process has opened again and forgotten.
   */
  private static final Set<String> CLOSED = Set.of("90098", "90020");

  /** The SQLSTATE of a write at a server that accepts none. */
  private static final String READ_ONLY = "25006";

  /** Wraps the exception of the driver or the pool. */
  public DatabaseFailure(SQLException cause) {
    super(cause);
  }

  /**
   * Returns whether the values to be written caused the failure, so that a retry fails again.
   *
   * <p>By SQLSTATE: class 22 (data exception) and 23 (integrity constraint violation). After any
   * other failure, such as a lost connection, a full disk or a deadlock, a later retry may succeed.
   */
  public static boolean isDataError(Throwable failure) {
    return states(failure).findFirst().filter(state -> isOneOf(state, "22", "23")).isPresent();
  }

  /**
   * Returns whether a transaction failed because another one was faster, so that an immediate retry
   * may succeed.
   *
   * <p>By SQLSTATE: class 40 (a deadlock, or rows that changed), 23505 (a key that another
   * transaction inserted first, on H2), HYT00 and 55P03 (the lock time-outs of H2 and PostgreSQL).
   */
  public static boolean isConcurrencyConflict(Throwable failure) {
    return states(failure)
        .findFirst()
        .filter(state -> isOneOf(state, "40", "23505", "HYT00", "55P03"))
        .isPresent();
  }

  /**
   * Returns whether the connection was lost, or the server is starting or shutting down.
   *
   * <p>By SQLSTATE: class 08 and 57P.
   */
  static boolean isConnectionLost(Throwable failure) {
    return states(failure).anyMatch(DatabaseFailure::isConnectionState);
  }

  /**
   * Returns whether the embedded database has closed itself, as after a write that failed.
   *
   * <p>By SQLSTATE: 90098 and 90020, which only H2 uses. The node must have started: before, 90020
   * means that another process uses the file.
   */
  public static boolean isClosed(Throwable failure) {
    return states(failure).anyMatch(CLOSED::contains);
  }

  /**
   * Returns whether the database does not exist or refuses its user, so that an operator has to
   * act.
   *
   * <p>By SQLSTATE: class 28 and 3D000.
   */
  static boolean isAccessRefused(Throwable failure) {
    return states(failure).anyMatch(state -> isOneOf(state, "28", "3D000"));
  }

  /** Returns whether the server answered that it has no database of this name (3D000). */
  static boolean isUnknownDatabase(Throwable failure) {
    return states(failure).anyMatch("3D000"::equals);
  }

  /**
   * Returns whether an exception says that the database cannot be reached or cannot serve the
   * request now. Does not classify its causes; {@link #isTemporary} does.
   *
   * <p>By its type or message: a lost connection, a failed commit or a pool without connections. By
   * SQLSTATE: a lost connection, class 53 (insufficient resources), class 40 (conflicts with other
   * transactions), HYT00 and 55P03 (lock time-outs), 25006 (the server accepts no writes, because
   * it is a standby or its administrator forbids them), 90098 and 90020 (H2 has closed itself). An
   * {@link IOException} among the causes of an SQL exception counts too: the embedded database
   * could not read or write a file, as on a full disk.
   */
  public static boolean isUnavailable(Throwable exception) {
    return exception instanceof SQLTransientConnectionException
        || exception instanceof SQLNonTransientConnectionException
        || exception instanceof SQLRecoverableException
        || isOfServer(exception)
        || exception instanceof SQLException sql
            && (isUnavailableState(sql.getSQLState())
                || causes(sql).anyMatch(IOException.class::isInstance));
  }

  private static boolean isUnavailableState(String state) {
    return state != null
        && (isConnectionState(state)
            || CLOSED.contains(state)
            || isOneOf(state, "53", "40", "HYT00", "55P03", READ_ONLY));
  }

  /**
   * Returns whether an exception or one of its causes says that the database was not available, as
   * {@link #isUnavailable} does, so that the same transaction may succeed later.
   */
  public static boolean isTemporary(Throwable failure) {
    return causes(failure).anyMatch(DatabaseFailure::isUnavailable);
  }

  /**
   * Returns whether the server reports a failed commit, whose outcome is not known, or Payara's
   * pool could not connect. Neither exception has a SQLSTATE. Only its message shows the second.
   */
  private static boolean isOfServer(Throwable exception) {
    String message = exception.getMessage();
    return exception instanceof XAException
        || message != null && message.contains("Error in allocating a connection");
  }

  /**
   * Runs a transaction, and repeats it after a conflict with another one, at most five times.
   *
   * @throws RuntimeException the failure of the transaction, if it is no conflict or the last try
   *     failed
   */
  public static <T> T retryOnConflict(Supplier<T> transaction) {
    return retryOnConflict(MAX_TRIES, transaction);
  }

  /** Does the same with another maximum of tries. */
  public static <T> T retryOnConflict(int maxTries, Supplier<T> transaction) {
    for (int tries = 1; ; tries++) {
      try {
        return transaction.get();
      } catch (RuntimeException e) {
        if (tries == maxTries || !isConcurrencyConflict(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean isConnectionState(String state) {
    return isOneOf(state, "08", "57P");
  }

  /** Returns whether a SQLSTATE is one of these, or belongs to one of these classes. */
  private static boolean isOneOf(String state, String... beginnings) {
    return Stream.of(beginnings).anyMatch(state::startsWith);
  }

  /** Returns the SQLSTATEs of a failure and its causes, outermost first. */
  private static Stream<String> states(Throwable failure) {
    return causes(failure)
        .filter(SQLException.class::isInstance)
        .map(cause -> ((SQLException) cause).getSQLState())
        .filter(Objects::nonNull);
  }

  /** Returns a failure and its causes, outermost first. */
  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }
}
