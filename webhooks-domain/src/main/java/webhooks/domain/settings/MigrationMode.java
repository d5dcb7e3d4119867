package webhooks.domain.settings;

import webhooks.settings.SettingReader;

/** Who migrates the tables. */
public enum MigrationMode {
  /** {@code true}, the default: each node does at its start, if no other node has. */
  AT_START,
  /** {@code false}: a database administrator does; a node checks that the tables are current. */
  BY_ADMINISTRATOR,
  /** {@code only}: this process does, and no node starts. */
  ONLY;

  /** The name of the setting. */
  public static final String KEY = "webhooks.db.migrate";

  /** Reads the setting. */
  public static MigrationMode read(SettingReader reader) {
    return switch (reader.oneOf(KEY, "true", "false", "only")) {
      case "false" -> BY_ADMINISTRATOR;
      case "only" -> ONLY;
      default -> AT_START;
    };
  }
}
