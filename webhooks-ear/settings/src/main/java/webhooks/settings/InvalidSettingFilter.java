package webhooks.settings;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Logs each invalid setting in one line.
 *
 * <p>A server wraps the exception several times and logs it each time, with hundreds of lines. The
 * filter replaces the first of these records by the exception's message and suppresses the others.
 * A server that keeps running may report another setting at the next deployment. The
 * logging.properties of webhooks.jar names this class.
 */
public final class InvalidSettingFilter implements Filter {
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

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
    return LOGGED.contains(String.valueOf(record.getMessage()))
        || LOGGED.stream().noneMatch(message -> mentions(record, message));
  }

  /** Another class loader may have loaded the object's class, so only the name can be compared. */
  private static boolean hasName(Object object, Class<?> type) {
    return object.getClass().getName().equals(type.getName());
  }

  /** Replaces the record by the message alone. Returns false if the message was logged before. */
  private static boolean shorten(LogRecord record, String message) {
    boolean isNew = LOGGED.add(message);
    if (isNew) {
      record.setMessage(message);
      record.setParameters(null);
      record.setThrown(null);
    }
    return isNew;
  }

  private static boolean mentions(LogRecord record, String text) {
    return String.valueOf(record.getMessage()).contains(text)
        || Arrays.toString(record.getParameters()).contains(text);
  }
}
