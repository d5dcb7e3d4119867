package webhooks.delivery.intake;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import webhooks.domain.database.DatabaseFailure;

/** The failures that a test injects into intake. Safe for several threads. */
public final class InjectedFaults {
  /** Where intake can fail. */
  public enum Point {
    READING,
    DATABASE_CONNECTION,
    BEFORE_DATABASE_COMMIT,
    AFTER_DATABASE_COMMIT,
    BEFORE_JMS_COMMIT,
    AFTER_JMS_COMMIT,
    JMS_ROLLBACK
  }

  /** The death of the process. No code may catch it, because no code would run. */
  public static final class ProcessDeath extends Error {
    private static final long serialVersionUID = 1L;

    ProcessDeath() {
      super("injected");
    }
  }

  private final Map<Point, Integer> every = new EnumMap<>(Point.class);
  private final Map<Point, Integer> passages = new EnumMap<>(Point.class);
  private volatile boolean deadly;
  private int failures;

  /** Ends all failures and sets the counters back. */
  public synchronized void clear() {
    every.clear();
    passages.clear();
    deadly = false;
    failures = 0;
  }

  /** Lets the process die where {@link #pass} fails. */
  public synchronized InjectedFaults deadly() {
    deadly = true;
    return this;
  }

  /** Lets every n-th passage of a point fail. */
  public synchronized InjectedFaults failEvery(int n, Point point) {
    every.put(point, n);
    return this;
  }

  /** Counts a passage of a point and returns whether it is to fail. */
  public synchronized boolean fails(Point point) {
    int passage = passages.merge(point, 1, Integer::sum);
    boolean fails = every.containsKey(point) && passage % every.get(point) == 0;
    failures += fails ? 1 : 0;
    return fails;
  }

  /** Counts a passage of a point, which dies or loses the connection if it is to fail. */
  public void pass(Point point) {
    if (fails(point)) {
      if (deadly) {
        throw new ProcessDeath();
      }
      throw new DatabaseFailure(new SQLException("injected: the connection was lost", "08006"));
    }
  }

  /** Returns the number of failures. */
  public synchronized int failures() {
    return failures;
  }
}
