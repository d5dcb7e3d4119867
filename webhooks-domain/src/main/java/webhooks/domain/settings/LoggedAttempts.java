package webhooks.domain.settings;

import webhooks.settings.SettingReader;

/** The attempts that get a line in the log {@code webhooks.attempts}. */
public enum LoggedAttempts {
  /** The attempts that failed; the default. */
  FAILED,
  /** All attempts. */
  ALL,
  /** No attempt. */
  NONE;

  static LoggedAttempts read(SettingReader reader) {
    return switch (reader.oneOf("webhooks.log.attempts", "failed", "all", "none")) {
      case "all" -> ALL;
      case "none" -> NONE;
      default -> FAILED;
    };
  }
}
