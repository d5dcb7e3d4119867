package webhooks.domain.settings;

import webhooks.settings.SettingReader;

/** The ways in which the tables are migrated. */
public enum MigrationMode {
  /** {@code true}, the default: each node migrates at its start, unless another node has. */
  AT_START,
  /** {@code false}: a database administrator migrates; a node only checks the tables. */
  BY_ADMINISTRATOR,
  /** {@code only}: this process migrates, and no node starts. */
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
