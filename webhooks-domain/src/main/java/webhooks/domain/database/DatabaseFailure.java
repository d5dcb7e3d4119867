package webhooks.domain.database;

import jakarta.ejb.ApplicationException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A statement that failed.
 *
 * <p>Leaves an EJB unwrapped and rolls its transaction back.
 */
@ApplicationException(rollback = true)
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int TRIES = 5;

  /** Wraps the exception of the driver or the pool. */
  public DatabaseFailure(SQLException cause) {
    super(cause);
  }

  /**
   * Returns whether a failure lies in the values that were to be written, so that another try fails
   * again.
   *
   * <p>By SQLSTATE: class 22 (data exception) and 23 (integrity constraint violation). Everything
   * else, such as a lost connection, a full disk or a deadlock, may go better later.
   */
  public static boolean isDataError(Throwable failure) {
    return state(failure)
        .filter(state -> state.startsWith("22") || state.startsWith("23"))
        .isPresent();
  }

  /**
   * Returns whether a transaction failed since another one was faster, so that the same at once
   * again may do.
   *
   * <p>By SQLSTATE: class 40 (a deadlock, or rows that changed), 23505 (a key that was not there
   * when H2 looked) and HYT00 (H2's wait for a lock).
   */
  public static boolean isConcurrencyConflict(Throwable failure) {
    return state(failure)
        .filter(state -> state.startsWith("40") || state.equals("23505") || state.equals("HYT00"))
        .isPresent();
  }

  /**
   * Does a transaction, and the same again if another one was faster; a few times at most.
   *
   * @throws RuntimeException what the transaction throws for any other reason, or each time
   */
  public static <T> T retryOnConflict(Supplier<T> transaction) {
    for (int tries = 1; ; tries++) {
      try {
        return transaction.get();
      } catch (RuntimeException e) {
        if (tries == TRIES || !isConcurrencyConflict(e)) {
          throw e;
        }
      }
    }
  }

  private static Optional<String> state(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return Optional.of(sql.getSQLState());
      }
    }
    return Optional.empty();
  }
}
