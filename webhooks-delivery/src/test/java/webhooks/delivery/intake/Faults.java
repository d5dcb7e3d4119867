package webhooks.delivery.intake;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import webhooks.domain.database.DatabaseFailure;

/**
 * The failures that a test injects into intake: at which points, and at which passage of each. Safe
 * for several threads.
 */
public final class Faults {
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

  /** The process is gone: nothing may be done about it, as nothing could then. */
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

  /** Makes nothing fail any more, and forgets what did. */
  public synchronized void clear() {
    every.clear();
    passages.clear();
    deadly = false;
    failures = 0;
  }

  /** Makes failures around the database's commit the death of the process. */
  public synchronized Faults deadly() {
    deadly = true;
    return this;
  }

  /** Makes every n-th passage of the point fail. */
  public synchronized Faults failEvery(int n, Point point) {
    every.put(point, n);
    return this;
  }

  /** Tells whether this passage of the point is to fail. */
  public synchronized boolean fails(Point point) {
    int passage = passages.merge(point, 1, Integer::sum);
    boolean fails = every.containsKey(point) && passage % every.get(point) == 0;
    failures += fails ? 1 : 0;
    return fails;
  }

  /** Fails if this passage of the point is to: by the process's death, or by a lost connection. */
  public void pass(Point point) {
    if (fails(point)) {
      if (deadly) {
        throw new ProcessDeath();
      }
      throw new DatabaseFailure(new SQLException("injected: the connection was lost", "08006"));
    }
  }

  /** Returns how often something has failed. */
  public synchronized int failures() {
    return failures;
  }
}
