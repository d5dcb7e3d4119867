package webhooks.domain;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;

/** Keeps the lines of one logger until it is closed, by default those of the current thread. */
public final class LoggedLines extends Handler implements AutoCloseable {
  private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
  private final Optional<Thread> thread;
  private final Logger log;

  private LoggedLines(Logger log, Optional<Thread> thread) {
    this.log = log;
    this.thread = thread;
    log.addHandler(this);
  }

  /** Starts to keep the lines of this class's logger. */
  public static LoggedLines of(Class<?> source) {
    return of(source.getName());
  }

  /** Starts to keep the lines of the logger with this name. */
  public static LoggedLines of(String logger) {
    return new LoggedLines(Logger.getLogger(logger), Optional.of(Thread.currentThread()));
  }

  /** Starts to keep the lines that any thread logs by the logger with this name. */
  public static LoggedLines ofAllThreads(String logger) {
    return new LoggedLines(Logger.getLogger(logger), Optional.empty());
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
    // Threads of earlier tests may still log.
    if (thread.map(Thread.currentThread()::equals).orElse(true)) {
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
