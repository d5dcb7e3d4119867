package webhooks.settings;

import java.util.logging.Level;
import webhooks.settings.log.JsonLogFormatter;

/** The format of the product's log lines: {@code webhooks.log.format}. */
public enum LogFormat {
  /** The format of the server; the default. */
  TEXT,
  /** One JSON object in each line. */
  JSON;

  /**
   * Reads the setting.
   *
   * @throws InvalidSetting if there is no such format
   */
  public static LogFormat read(SettingReader reader) {
    return reader.oneOf("webhooks.log.format", "text", "json").equals("json") ? JSON : TEXT;
  }

  /** Formats the product's lines in this format in all handlers of the server's log. */
  public void install() {
    if (this == JSON) {
      JsonLogFormatter.install();
    }
  }

  /** Returns a line, with its end, about the product as a whole. */
  public String line(Level level, String message) {
    return this == JSON ? JsonLogFormatter.line(level, message) : message + System.lineSeparator();
  }
}
