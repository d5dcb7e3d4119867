package webhooks.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;

/** Keeps the lines that the current thread logs by the logger of one class, until it is closed. */
public final class LoggedLines extends Handler implements AutoCloseable {
  private final List<LogRecord> lines = new ArrayList<>();
  private final Thread thread = Thread.currentThread();
  private final Logger log;

  private LoggedLines(Logger log) {
    this.log = log;
    log.addHandler(this);
  }

  /** Starts to keep the lines of this class's logger. */
  public static LoggedLines of(Class<?> source) {
    return new LoggedLines(Logger.getLogger(source.getName()));
  }

  /** Returns the messages of all levels. */
  public List<String> all() {
    return lines.stream().map(new SimpleFormatter()::formatMessage).toList();
  }

  /** Returns the messages of a level. */
  public List<String> at(Level level) {
    return lines.stream()
        .filter(line -> line.getLevel().equals(level))
        .map(new SimpleFormatter()::formatMessage)
        .toList();
  }

  /** Returns all lines as a log file shows them, with stack traces. */
  public String text() {
    return lines.stream().map(new SimpleFormatter()::format).collect(Collectors.joining());
  }

  @Override
  public void publish(LogRecord line) {
    // Other tests run at the same time on other threads.
    if (Thread.currentThread().equals(thread)) {
      lines.add(line);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    log.removeHandler(this);
  }
}
