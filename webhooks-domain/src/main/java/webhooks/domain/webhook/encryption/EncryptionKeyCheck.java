package webhooks.domain.webhook.encryption;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.StartupRetry;
import webhooks.domain.database.migration.Migration;
import webhooks.domain.secret.SecretCipher;
import webhooks.settings.InvalidSetting;

/**
 * Fails the start if a key that stored secrets are encrypted with is missing, so that the first
 * delivery does not fail instead.
 *
 * <p>Beans that start threads inject this bean and call {@link #await()} first. If the check failed
 * later, their threads would wait forever for beans of an application that does not start.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class EncryptionKeyCheck {
  private static final String KEY_IDS =
      "select key_id from webhook union select key_id from webhook_options"
          + " union select key_id from webhook_key_request"
          + " union select key_id from webhook_revision"
          + " union select key_id from alert"
          + " union select key_id from erasure where criteria is not null order by 1";

  @EJB private Migration migration;
  @Inject private Database database;
  @Inject private SecretCipher cipher;

  @PostConstruct
  void run() {
    migration.await();
    StartupRetry.run(database.dataSource(), () -> check(database, cipher.keyIds()));
  }

  /** Returns once the keys have been checked, and the tables are up to date. */
  public void await() {
    // The container runs the check before the first call.
  }

  /**
   * Checks that each stored key id is among the known ones.
   *
   * @throws InvalidSetting with the first key id that is not known
   */
  static void check(Database database, Set<String> known) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(KEY_IDS);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        if (!known.contains(rows.getString(1))) {
          throw new InvalidSetting(
              "webhooks.encryption.previous-keys",
              "must hold the key that stored secrets are encrypted with, the one with id "
                  + rows.getString(1));
        }
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
