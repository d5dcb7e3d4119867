package webhooks.settings.command;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import javax.sql.DataSource;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * Moves one account between two installations, without a server.
 *
 * <p>The launcher finds it by {@link java.util.ServiceLoader}, for {@code --export-account}, {@code
 * --import-account} and {@code --release-account}.
 */
public interface AccountMove {
  /**
   * Gives a command the means that it uses.
   *
   * @param settings reads the settings
   * @param database connections to the product's database
   * @param messages gets lines for the operator, without secrets
   */
  record Context(SettingReader settings, DataSource database, Consumer<String> messages) {}

  /**
   * Holds an account, so that no node sends its deliveries, and writes its data.
   *
   * @param file gets lines of JSON; it is not closed
   * @throws InvalidSetting if a setting is not valid
   * @throws MoveFailure if the account could not be written; it may be held
   */
  void exportAccount(Context context, String accountId, OutputStream file) throws MoveFailure;

  /**
   * Reads the account of an export, and stores what the database does not have of it.
   *
   * @throws InvalidSetting if a setting is not valid
   * @throws MoveFailure if the account could not be stored; then nothing was stored
   */
  void importAccount(Context context, InputStream file) throws MoveFailure;

  /**
   * Ends the hold of an account, so that the nodes send its deliveries again.
   *
   * @throws InvalidSetting if a setting is not valid
   * @throws MoveFailure if the hold could not be ended
   */
  void releaseAccount(Context context, String accountId) throws MoveFailure;
}
