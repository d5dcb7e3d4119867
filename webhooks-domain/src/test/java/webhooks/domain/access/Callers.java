package webhooks.domain.access;

import java.util.Optional;
import java.util.Set;

/** Callers for tests. */
public final class Callers {
  /** The token of the callers. */
  public static final String TOKEN = "header.payload.signature";

  private Callers() {}

  /** Returns a service application of the account {@code account}. */
  public static Caller application(String clientId) {
    return of(clientId, "account", true, false);
  }

  /** Returns a caller with an account. */
  public static Caller of(
      String clientId, String account, boolean application, boolean administrator) {
    return of(clientId, Optional.of(account), application, administrator);
  }

  /** Returns a caller with or without an account. */
  public static Caller of(
      String clientId, Optional<String> account, boolean application, boolean administrator) {
    return new Caller(
        clientId,
        account,
        application,
        administrator,
        application,
        Set.of(TokenScope.values()),
        Optional.empty(),
        new BearerToken(TOKEN));
  }

  /** Returns a service application of an account, which acts for this account only. */
  public static Caller tenant(String clientId, String account) {
    return new Caller(
        clientId,
        Optional.of(account),
        true,
        false,
        true,
        Set.of(TokenScope.MODIFY, TokenScope.READ),
        Optional.empty(),
        new BearerToken(TOKEN));
  }

  /** Returns a user of a client, who is an administrator of the account and acts for it only. */
  public static Caller user(String clientId, String account, String user) {
    return new Caller(
        clientId,
        Optional.of(account),
        false,
        true,
        false,
        Set.of(TokenScope.MODIFY, TokenScope.READ),
        Optional.of(user),
        new BearerToken(TOKEN));
  }

  /** Returns the caller with another token. */
  public static Caller withToken(String token, Caller caller) {
    return new Caller(
        caller.clientId(),
        caller.accountId(),
        caller.serviceApplication(),
        caller.administrator(),
        caller.operator(),
        caller.scopes(),
        caller.user(),
        new BearerToken(token));
  }

  /** Returns a service application whose token grants these scopes only. */
  public static Caller withScopes(TokenScope... scopes) {
    return new Caller(
        "client",
        Optional.of("account"),
        true,
        true,
        true,
        Set.of(scopes),
        Optional.empty(),
        new BearerToken(TOKEN));
  }
}
