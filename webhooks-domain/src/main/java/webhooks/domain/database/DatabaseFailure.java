package webhooks.domain.database;

import jakarta.ejb.ApplicationException;
import java.sql.SQLException;

/**
 * A statement that failed.
 *
 * <p>Leaves an EJB unwrapped and rolls its transaction back.
 */
@ApplicationException(rollback = true)
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Wraps the failure that the driver or the pool told. */
  public DatabaseFailure(SQLException cause) {
    super(cause);
  }

  /**
   * Tells whether a failure lies in the values that were to be written, so that another try fails
   * again.
   *
   * <p>By SQLSTATE: class 22 (data exception) and 23 (integrity constraint violation). Everything
   * else, such as a lost connection, a full disk or a deadlock, may go better later.
   */
  public static boolean liesInTheData(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
      }
    }
    return false;
  }
}
