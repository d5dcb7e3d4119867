package webhooks.domain.move;

import java.time.Duration;
import java.util.function.Consumer;

/** Counts rows, and tells the operator of a long run how far it is. */
final class Progress {
  private static final long PERIOD = Duration.ofSeconds(10).toNanos();

  private final String done;
  private final Consumer<String> messages;
  private long next = System.nanoTime() + PERIOD;
  private long rows;

  /**
   * Begins without rows.
   *
   * @param done what is done with them
   */
  Progress(String done, Consumer<String> messages) {
    this.done = done;
    this.messages = messages;
  }

  void add(long more, MovedTable table) {
    rows += more;
    if (System.nanoTime() - next >= 0) {
      next += PERIOD;
      messages.accept("%d rows %s, now of %s".formatted(rows, done, table.text()));
    }
  }

  long rows() {
    return rows;
  }
}
