package webhooks.domain.access;

import java.util.Optional;
import webhooks.domain.audit.Actor;
import webhooks.domain.error.Refusal;

/**
 * The caller of a request, read from a verified token.
 *
 * @param clientId the client application the token was issued to
 * @param accountId the account (organization) the token belongs to, if it names one
 * @param serviceApplication whether the token is a service application's own, not a user's
 * @param administrator whether it carries one of the Organization Administrator roles
 * @param user the user it acts for, if the token is a user's and names one
 * @param token the token itself, for a service that is to be asked in the caller's name
 */
public record Caller(
    String clientId,
    Optional<String> accountId,
    boolean serviceApplication,
    boolean administrator,
    Optional<String> user,
    BearerToken token) {

  /** Returns the caller as the audit trail names who acts. */
  public Actor actor() {
    return new Actor(clientId, user);
  }

  /**
   * Returns the account of a caller who has one.
   *
   * @throws Refusal 403 if the token names none
   */
  public String account() {
    return accountId.orElseThrow(Refusal::insufficientPermissions);
  }

  /**
   * Checks that the caller is one that may act on webhooks at all: a service application or an
   * administrator, of an account.
   *
   * @throws Refusal 403 if it is not
   */
  public void requireActor() {
    if (!serviceApplication && !administrator || accountId.isEmpty()) {
      throw Refusal.insufficientPermissions();
    }
  }

  /** Returns whether the caller is an Organization Administrator of the account. */
  public boolean administers(String account) {
    return administrator && accountId.filter(account::equals).isPresent();
  }
}
