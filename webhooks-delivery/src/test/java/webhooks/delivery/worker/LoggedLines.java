package webhooks.delivery.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class logs, instead of on the console, until this is closed. */
public final class LoggedLines extends Handler implements AutoCloseable {
  private final List<LogRecord> all = new CopyOnWriteArrayList<>();
  private final Logger log;

  private LoggedLines(Logger log) {
    this.log = log;
    log.setUseParentHandlers(false);
    log.addHandler(this);
  }

  /** Begins to keep what the class logs. */
  public static LoggedLines of(Class<?> source) {
    return new LoggedLines(Logger.getLogger(source.getName()));
  }

  /** Returns the messages of this level. */
  public List<String> at(Level level) {
    return all.stream()
        .filter(line -> line.getLevel().equals(level))
        .map(new SimpleFormatter()::formatMessage)
        .toList();
  }

  @Override
  public void publish(LogRecord line) {
    all.add(line);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    log.removeHandler(this);
    log.setUseParentHandlers(true);
  }
}
