package webhooks.domain.limit;

import java.util.List;
import java.util.Optional;
import webhooks.settings.VerifiedCaller;

/**
 * The key by which the limits of a node count a request: its caller, and the account that the
 * caller shares with others.
 *
 * @param caller an application, whatever account its token names, or one user of a client. The
 *     users of a client are counted apart, because all users of the console have one client:
 *     otherwise one of them could use up the limits of the others
 * @param account the account of the caller. All callers without an account share one, so that a
 *     caller gets no more by leaving it out. A trusted caller is an account of its own
 */
public record LimitKey(Holder caller, Holder account) {
  /**
   * The key of callers that the operator does not admit, of callers without a valid token whose
   * network is not known, and of work for no account. All of them count as one caller.
   */
  public static final LimitKey WITHOUT_ACCOUNT = ofAccount(Optional.empty());

  /**
   * An account, an application, a user or a host that holds shares of a limit.
   *
   * @param clientId the name of a host or of a network; empty for an account
   * @param accountId the account of a user, of an account or at a host; empty also for an
   *     application
   * @param user the user of a client, if the token names one
   */
  public record Holder(
      HolderKind kind,
      Optional<String> clientId,
      Optional<String> accountId,
      Optional<String> user) {
    private enum HolderKind {
      APPLICATION,
      USER,
      ACCOUNT,
      HOST,
      NETWORK
    }

    private List<Optional<String>> values() {
      return List.of(Optional.of(kind.name()), clientId, accountId, user);
    }
  }

  /** Returns the key of an application, with the account of its token if it names one. */
  public static LimitKey ofApplication(String clientId, Optional<String> accountId) {
    return new LimitKey(
        new Holder(
            Holder.HolderKind.APPLICATION,
            Optional.of(clientId),
            Optional.empty(),
            Optional.empty()),
        account(accountId));
  }

  /** Returns the key of a user of a client, whose token may name neither account nor user. */
  public static LimitKey ofUser(
      String clientId, Optional<String> accountId, Optional<String> user) {
    return new LimitKey(
        new Holder(Holder.HolderKind.USER, Optional.of(clientId), accountId, user),
        account(accountId));
  }

  /**
   * Returns the key of callers without a valid token from a network. They are one caller of the
   * account that all callers without an account share.
   */
  public static LimitKey ofNetwork(String network) {
    return new LimitKey(
        new Holder(
            Holder.HolderKind.NETWORK, Optional.of(network), Optional.empty(), Optional.empty()),
        WITHOUT_ACCOUNT.account());
  }

  /** Returns the key of work for an account that no caller requested, for example deliveries. */
  public static LimitKey ofAccount(String accountId) {
    return ofAccount(Optional.of(accountId));
  }

  /**
   * Returns the key of requests to a host for an account. Hosts share a limit as accounts share
   * others, and the accounts that call a host share its part.
   */
  public static LimitKey ofHost(String host, String accountId) {
    Optional<String> name = Optional.of(host);
    return new LimitKey(
        new Holder(Holder.HolderKind.HOST, name, Optional.of(accountId), Optional.empty()),
        new Holder(Holder.HolderKind.HOST, name, Optional.empty(), Optional.empty()));
  }

  private static LimitKey ofAccount(Optional<String> accountId) {
    Holder account = account(accountId);
    return new LimitKey(account, account);
  }

  private static Holder account(Optional<String> accountId) {
    return new Holder(Holder.HolderKind.ACCOUNT, Optional.empty(), accountId, Optional.empty());
  }

  /**
   * Returns the key of the same caller as one that acts for all accounts. It shares with no other
   * caller of its own account, so that none of these can stop it.
   */
  public LimitKey trusted() {
    return new LimitKey(caller, caller);
  }

  /** Returns the key of the same caller's work for one account, which is counted apart. */
  public LimitKey forAccount(String accountId) {
    Optional<String> id = Optional.of(accountId);
    return new LimitKey(
        new Holder(caller.kind(), caller.clientId(), id, caller.user()), account(id));
  }

  /** Returns this key in the form that the server's listener reads. */
  public VerifiedCaller verified() {
    return new VerifiedCaller(account.values(), caller.values());
  }

  /** Returns whether the caller has no login: it is known only by its network, or not at all. */
  public boolean isStranger() {
    return caller.kind() == Holder.HolderKind.NETWORK || equals(WITHOUT_ACCOUNT);
  }

  /** Returns whether the caller shares its account with no other. */
  boolean isAlone() {
    return caller.equals(account);
  }
}
