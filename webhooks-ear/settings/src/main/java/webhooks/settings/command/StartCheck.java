package webhooks.settings.command;

import javax.sql.DataSource;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * Checks, without a start, whether a part of the product would start.
 *
 * <p>The launcher finds the parts of the application and of the broker by {@link
 * java.util.ServiceLoader}, for {@code --check} and {@code --show-config}. A check uses the code
 * that the start uses, changes nothing, and needs no server.
 */
public interface StartCheck {
  /** The subjects of checks, in the order in which they are reported. */
  enum Subject {
    /** The values of all settings. */
    SETTINGS,
    /** The directory of the data. */
    DATA_DIRECTORY,
    /** The addresses and the certificate for callers. */
    LISTENERS,
    /** The database and its tables. */
    DATABASE,
    /** The keys that the stored secrets are encrypted with. */
    ENCRYPTION_KEYS,
    /** The broker and its queues, or the embedded broker's address and certificate. */
    BROKER,
    /** The issuer's keys, which tokens are signed with. */
    TOKEN_KEYS,
    /** The authorities that are trusted: Java's, and more for receivers. */
    TRUSTED_CERTIFICATES,
    /** The mail server. */
    MAIL
  }

  /**
   * Gives a check the means that a start would use.
   *
   * @param settings reads the settings
   * @param database connections to the product's database, which change nothing
   * @param nodeRuns whether a node runs with the same data directory: the start replaces it
   */
  record Context(SettingReader settings, DataSource database, boolean nodeRuns) {}

  /** Returns the subject of this check. */
  Subject subject();

  /**
   * Reads and validates the settings of this part.
   *
   * @throws InvalidSetting for the first setting that is not valid
   */
  default void readSettings(SettingReader reader) {}

  /**
   * Checks this part.
   *
   * @return the findings in a few words without secrets; may be empty
   * @throws InvalidSetting if a setting is not valid
   * @throws CheckFailure if something else would prevent the start
   */
  String check(Context start) throws CheckFailure;
}
