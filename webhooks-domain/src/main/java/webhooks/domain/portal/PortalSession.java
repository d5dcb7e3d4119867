package webhooks.domain.portal;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.access.Actor;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;

/**
 * A session of the portal: a user of an account, for a limited time.
 *
 * @param clientId the service application that created it
 * @param user the user as that application names them
 * @param pages the pages that the user may open; empty means all
 * @param readOnly whether the user may change nothing
 * @param opened whether the code was exchanged for a token
 */
public record PortalSession(
    UUID id,
    String accountId,
    String clientId,
    String user,
    Optional<Set<PortalPage>> pages,
    boolean readOnly,
    Instant created,
    Instant expires,
    boolean opened) {
  private static final String USER_PREFIX = "portal:";

  /**
   * Returns the user of the session as a caller. They may do in the account what its administrators
   * may do, or only read. So they can't create a webhook, and act for no other account.
   */
  public Caller caller(BearerToken token) {
    return new Caller(
        clientId,
        Optional.of(accountId),
        false,
        true,
        false,
        readOnly ? Set.of(TokenScope.READ) : Set.of(TokenScope.READ, TokenScope.MODIFY),
        Optional.of(userId()),
        token);
  }

  /** Returns the user of the session as an actor of the audit trail. */
  Actor actor() {
    return new Actor(clientId, Optional.of(userId()), Optional.of(accountId));
  }

  /** Returns the user's id, which no token of the issuer should have. */
  public String userId() {
    return USER_PREFIX + user;
  }

  /** Returns whether the user may use an operation that these pages need. */
  public boolean opensAny(Set<PortalPage> needed) {
    return pages.isEmpty() || pages.get().stream().anyMatch(needed::contains);
  }
}
