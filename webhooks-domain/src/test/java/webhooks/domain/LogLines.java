package webhooks.domain;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The lines that a class logs while this is open; they are not printed. */
public final class LogLines extends Handler implements AutoCloseable {
  private final Logger logger;
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  /** Opens the log of a class. */
  public LogLines(Class<?> type) {
    logger = Logger.getLogger(type.getName());
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  /** Returns all lines with their parameters and stack traces. */
  public List<String> all() {
    return records.stream().map(line -> new SimpleFormatter().format(line)).toList();
  }

  /** Returns the messages of a level, without parameters. */
  public List<String> of(Level level) {
    return records.stream()
        .filter(line -> line.getLevel().equals(level))
        .map(LogRecord::getMessage)
        .toList();
  }

  @Override
  public void publish(LogRecord line) {
    records.add(line);
  }

  @Override
  public void flush() {
    // Lines are kept at once.
  }

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
