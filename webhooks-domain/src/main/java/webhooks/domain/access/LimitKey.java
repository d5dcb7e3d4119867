package webhooks.domain.access;

import java.util.Optional;

/**
 * The caller for whom the limits of a node count a request: an application, or one user of a
 * client.
 *
 * <p>All users of the console share one client. If they were counted together, one of them could
 * use up the limits of all others.
 *
 * @param application true for an application; false for a user of a client, whose token may name
 *     neither an account nor a user
 * @param clientId the client application
 * @param accountId the account of a user's token, if it names one; empty for an application, which
 *     counts once whatever its accounts
 * @param user the user of a user's token, if it names one; empty for an application
 */
public record LimitKey(
    boolean application, String clientId, Optional<String> accountId, Optional<String> user) {
  /** Returns the key of an application. */
  public static LimitKey ofApplication(String clientId) {
    return new LimitKey(true, clientId, Optional.empty(), Optional.empty());
  }

  /** Returns the key of a user of a client. */
  static LimitKey ofUser(String clientId, Optional<String> accountId, Optional<String> user) {
    return new LimitKey(false, clientId, accountId, user);
  }

  /**
   * Returns the key that all users of the client in this account have in common. For an
   * application, it is the key itself.
   */
  LimitKey shared() {
    return user.isEmpty() ? this : ofUser(clientId, accountId, Optional.empty());
  }
}
