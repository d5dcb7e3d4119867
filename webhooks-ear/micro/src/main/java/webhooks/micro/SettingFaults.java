package webhooks.micro;

import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import webhooks.settings.InvalidSetting;

/**
 * Picks the settings that the application and the broker refused out of the server's log.
 *
 * <p>The server wraps such an exception many times and logs it at each step; the launcher says it
 * once, in a line of its own. Named in logging.properties.
 */
public final class SettingFaults implements Filter {
  private static volatile String first;

  /** Creates the filter; the log does so, by the name in its configuration. */
  public SettingFaults() {}

  /** Returns the first refusal that came up. */
  static Optional<String> first() {
    return Optional.ofNullable(first);
  }

  @Override
  public boolean isLoggable(LogRecord record) {
    for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
      // Of another class loader, so it is known by its name alone.
      if (cause.getClass().getSimpleName().equals(InvalidSetting.class.getSimpleName())) {
        remember(cause.getMessage());
        return false;
      }
    }
    String known = first;
    return known == null || record.getMessage() == null || !record.getMessage().contains(known);
  }

  private static synchronized void remember(String message) {
    if (first == null) {
      first = message;
    }
  }
}
