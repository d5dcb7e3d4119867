package webhooks.domain.move;

import java.time.Duration;
import java.util.function.Consumer;

/** Counts rows, and reports the number to the operator every ten seconds. */
final class Progress {
  private static final long PERIOD = Duration.ofSeconds(10).toNanos();

  private final String done;
  private final Consumer<String> messages;
  private long next = System.nanoTime() + PERIOD;
  private long rows;

  /**
   * Starts without rows.
   *
   * @param done the verb for the rows, such as "exported"
   */
  Progress(String done, Consumer<String> messages) {
    this.done = done;
    this.messages = messages;
  }

  /** Counts a row of a table. */
  void add(MovedTable table) {
    rows++;
    if (System.nanoTime() - next >= 0) {
      next += PERIOD;
      messages.accept("%d rows %s, now of %s".formatted(rows, done, table.tableName()));
    }
  }

  long rows() {
    return rows;
  }
}
