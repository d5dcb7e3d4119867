package webhooks.settings;

import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Logs an invalid setting in one line.
 *
 * <p>A server wraps the exception several times and logs it each time, with hundreds of lines. The
 * filter replaces the first of these records by the exception's message and suppresses the others.
 * The logging.properties of webhooks.jar names this class.
 */
public final class InvalidSettingFilter implements Filter {
  private static volatile String first;

  private final Filter next;

  /** Creates the filter; java.util.logging does so by its class name. */
  public InvalidSettingFilter() {
    this(record -> true);
  }

  private InvalidSettingFilter(Filter next) {
    this.next = next;
  }

  /** Adds the filter to all handlers of the server's log. */
  public static void install() {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      Filter before = handler.getFilter();
      if (before == null) {
        handler.setFilter(new InvalidSettingFilter());
      } else if (!hasName(before, InvalidSettingFilter.class)) {
        handler.setFilter(new InvalidSettingFilter(before));
      }
    }
  }

  /** Returns the message about the first invalid setting. */
  public static Optional<String> first() {
    return Optional.ofNullable(first);
  }

  @Override
  public boolean isLoggable(LogRecord record) {
    return next.isLoggable(record) && isNew(record);
  }

  private static boolean isNew(LogRecord record) {
    for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
      if (hasName(cause, InvalidSetting.class)) {
        return shorten(record, cause.getMessage());
      }
    }
    String known = first;
    return known == null || known.equals(record.getMessage()) || !mentions(record, known);
  }

  /** Another class loader may have loaded the object's class, so only the name can be compared. */
  private static boolean hasName(Object object, Class<?> type) {
    return object.getClass().getName().equals(type.getName());
  }

  /** Returns whether the message is the first one. */
  private static synchronized boolean shorten(LogRecord record, String message) {
    if (first != null) {
      return false;
    }
    first = message;
    record.setMessage(message);
    record.setParameters(null);
    record.setThrown(null);
    return true;
  }

  private static boolean mentions(LogRecord record, String text) {
    return String.valueOf(record.getMessage()).contains(text)
        || Arrays.toString(record.getParameters()).contains(text);
  }
}
