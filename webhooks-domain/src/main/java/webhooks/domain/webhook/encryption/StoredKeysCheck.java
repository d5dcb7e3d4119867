package webhooks.domain.webhook.encryption;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.Dialect;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.Settings;
import webhooks.settings.command.StartCheck;

/** Checks that the settings have each key that stored secrets are encrypted with. */
public final class StoredKeysCheck implements StartCheck {
  /** The SQLSTATE of a table that does not exist, in PostgreSQL and in H2. */
  private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S04");

  /** Creates the check, for {@link java.util.ServiceLoader}. */
  public StoredKeysCheck() {}

  @Override
  public Subject subject() {
    return Subject.ENCRYPTION_KEYS;
  }

  @Override
  public String check(Context start) {
    boolean embedded = start.settings().text("webhooks.db.url", "").startsWith("jdbc:h2:");
    Optional<SecretCipher> cipher =
        SecretCipher.withoutCreatingKey(
            Settings.read(start.settings()), embedded ? Dialect.H2 : Dialect.POSTGRESQL);
    return cipher
        .map(keys -> ids(keys) + ", " + compare(start.database(), keys.keyIds()))
        .orElse("the first start creates one");
  }

  /** Returns the ids, the current key's first. They are no secrets. */
  private static String ids(SecretCipher keys) {
    List<String> previous =
        keys.keyIds().stream().filter(id -> !id.equals(keys.keyId())).sorted().toList();
    return "current "
        + keys.keyId()
        + (previous.isEmpty() ? "" : ", previous " + String.join(" and ", previous));
  }

  private static String compare(DataSource database, Set<String> given) {
    try {
      EncryptionKeyCheck.check(new Database(database), given);
      return "stored secrets need no other";
    } catch (DatabaseFailure e) {
      return e.getCause() instanceof SQLException failure
              && NO_TABLE.contains(String.valueOf(failure.getSQLState()))
          ? "no secret is stored yet"
          : "stored secrets were not read";
    }
  }
}
