package webhooks.domain.access;

import java.util.Optional;
import java.util.Set;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.LimitKey;

/**
 * The caller of a request, read from a verified token.
 *
 * @param clientId the client application that the token was issued to
 * @param accountId the account (organization) of the token, if it names one
 * @param serviceApplication whether the token belongs to a service application and not to a user
 * @param administrator whether the token has one of the Organization Administrator roles
 * @param operator whether the token may use the scopes that reach all accounts: it has one of the
 *     roles of {@code webhooks.token.operator-roles}, or it belongs to a service application that
 *     the issuer or the settings identify. A user name alone identifies only the client that it
 *     names, because users can choose it
 * @param scopes the scopes that the token grants, or that the settings give to the client
 * @param user the user that the client acts for, if the token names one
 * @param token the token itself, for requests to other services in the caller's name
 */
public record Caller(
    String clientId,
    Optional<String> accountId,
    boolean serviceApplication,
    boolean administrator,
    boolean operator,
    Set<TokenScope> scopes,
    Optional<String> user,
    BearerToken token) {

  /**
   * Returns the key by which the limits of this node count the caller: the client, or, for a token
   * of a user, this user of the client in the account. Publishers and operators act for all
   * accounts, so they do not share a limit with the other callers of their account.
   */
  public LimitKey limitKey() {
    LimitKey key =
        serviceApplication
            ? LimitKey.ofApplication(clientId, accountId)
            : LimitKey.ofUser(clientId, accountId, user);
    return may(TokenScope.PUBLISH) || may(TokenScope.ADMIN) ? key.trusted() : key;
  }

  /**
   * Returns whether the caller has a scope and, if the scope reaches all accounts, is an operator.
   */
  public boolean may(TokenScope scope) {
    return scopes.contains(scope) && !lacksRole(scope);
  }

  private boolean lacksRole(TokenScope scope) {
    return scope.reachesAllAccounts() && !operator;
  }

  /** Returns the caller as the actor of an audit entry. */
  public Actor actor() {
    return new Actor(clientId, user, accountId);
  }

  /**
   * Checks that the caller has a scope and, if the scope reaches all accounts, is an operator. Each
   * use case of operators and publishers calls this first.
   *
   * @throws InsufficientScope if the token lacks the scope
   * @throws Refusal {@code InsufficientPermissions} if the caller is no operator
   */
  public void require(TokenScope scope) {
    requireScope(scope);
    if (lacksRole(scope)) {
      throw Refusal.insufficientPermissions(
          Fault.ofBody(
              FaultCode.MISSING_ROLE,
              "A user needs a role that webhooks.token.operator-roles names. An application"
                  + " that is known only by its user name needs one too."));
    }
  }

  /**
   * Checks that the token grants a scope.
   *
   * @throws InsufficientScope if it does not
   */
  public void requireScope(TokenScope scope) {
    if (!scopes.contains(scope)) {
      throw new InsufficientScope(scope);
    }
  }

  /**
   * Returns the account of the caller.
   *
   * @throws Refusal {@code InsufficientPermissions} if the token names none
   */
  public String account() {
    return accountId.orElseThrow(Refusal::insufficientPermissions);
  }

  /**
   * Checks that the caller has an account, and is a service application or an administrator. Other
   * callers may not read or change webhooks; but a service application without an account may
   * deactivate and delete its webhooks.
   *
   * @throws Refusal {@code InsufficientPermissions} if it is not
   */
  public void requireActor() {
    if (!serviceApplication && !administrator || accountId.isEmpty()) {
      throw Refusal.insufficientPermissions();
    }
  }

  /** Returns whether the caller's token names the account. */
  public boolean isIn(String account) {
    return accountId.filter(account::equals).isPresent();
  }

  /** Returns whether the caller is an Organization Administrator of the account. */
  public boolean administers(String account) {
    return administrator && isIn(account);
  }
}
