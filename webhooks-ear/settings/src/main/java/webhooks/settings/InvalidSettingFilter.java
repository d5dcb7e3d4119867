package webhooks.micro;

import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import webhooks.settings.InvalidSetting;

/**
 * Suppresses log records about an invalid setting and remembers the first message.
 *
 * <p>The server wraps the exception of the application or the broker several times and logs it each
 * time; the launcher prints the message once instead. logging.properties names this class.
 */
public final class InvalidSettingFilter implements Filter {
  private static volatile String first;

  /** Creates the filter; java.util.logging does so by its class name. */
  public InvalidSettingFilter() {}

  /** Returns the message about the first invalid setting. */
  static Optional<String> first() {
    return Optional.ofNullable(first);
  }

  @Override
  public boolean isLoggable(LogRecord record) {
    for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
      // Another class loader loaded it, so only the name can be compared.
      if (cause.getClass().getName().equals(InvalidSetting.class.getName())) {
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
