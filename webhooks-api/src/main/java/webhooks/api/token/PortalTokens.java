package webhooks.api.token;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import webhooks.api.token.InvalidToken.Check;
import webhooks.domain.access.BearerToken;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.RequestCaller;
import webhooks.domain.portal.OpenSession;
import webhooks.domain.portal.PortalSecret;
import webhooks.domain.portal.PortalSession;
import webhooks.domain.portal.PortalSessions;

/**
 * Verifies the tokens of the portal, which the database has.
 *
 * <p>A copy of a session is used for two seconds, so that most requests need no query, and a
 * revoked token is refused after two seconds at the latest. The first look-up of a token counts for
 * callers without an account: a stranger can send any number of false tokens, and must not use up
 * the database's connections. A further look-up counts for the session's user, whom strangers
 * should not hold up. Safe for use by several threads.
 */
@ApplicationScoped
public class PortalTokens {
  /** How many sessions have a copy. Beyond it the one that was not used for longest loses it. */
  static final int MAX_COPIES = 10_000;

  private static final long TIME_TO_LIVE = Duration.ofSeconds(2).toNanos();

  /**
   * A copy of a session.
   *
   * @param readAt when it was read
   * @param ends when the session ends
   */
  private record Copy(CallerPrincipal principal, long readAt, long ends) {}

  private final Map<String, Copy> copies =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Copy> eldest) {
          return size() > MAX_COPIES;
        }
      };

  private final LongSupplier nanoTime;
  private final Function<String, Optional<OpenSession>> reader;

  @EJB private PortalSessions sessions;

  /** Creates the bean, for the container. */
  public PortalTokens() {
    this.nanoTime = System::nanoTime;
    this.reader = hash -> sessions.find(hash);
  }

  /** Creates the verifier without a container, for tests. */
  public PortalTokens(Function<String, Optional<OpenSession>> reader, LongSupplier nanoTime) {
    this.reader = reader;
    this.nanoTime = nanoTime;
  }

  /** Returns whether a token is one of the portal, and not of the issuer. */
  public static boolean areOf(String token) {
    return token.startsWith(BearerToken.PORTAL_PREFIX);
  }

  /**
   * Verifies a token and returns its caller.
   *
   * @param stranger the key of a caller whose token this node does not know yet
   * @throws InvalidToken if there is no such session, or it has ended
   */
  public CallerPrincipal verify(String text, LimitKey stranger) {
    if (!PortalSecret.isToken(text)) {
      throw new InvalidToken(Check.FORM);
    }
    BearerToken token = new BearerToken(text);
    String hash = token.hash();
    long now = nanoTime.getAsLong();
    Copy known = find(hash);
    if (known != null && now - known.readAt() < TIME_TO_LIVE && now - known.ends() < 0) {
      return known.principal();
    }
    RequestCaller.enter(known == null ? stranger : known.principal().caller().limitKey());
    Copy copy =
        reader
            .apply(hash)
            .map(
                found ->
                    new Copy(principal(found.session(), token), now, now + found.rest().toNanos()))
            .orElse(null);
    keep(hash, copy);
    if (copy == null) {
      throw new InvalidToken(Check.SESSION);
    }
    return copy.principal();
  }

  private synchronized Copy find(String hash) {
    return copies.get(hash);
  }

  private synchronized void keep(String hash, Copy copy) {
    if (copy == null) {
      copies.remove(hash);
    } else {
      copies.put(hash, copy);
    }
  }

  /** Returns the caller with the claims that a token of the issuer would have. */
  private static CallerPrincipal principal(PortalSession session, BearerToken token) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(session.userId())
            .jwtID(session.id().toString())
            .issueTime(Date.from(session.created()))
            .expirationTime(Date.from(session.expires()))
            .build();
    return new CallerPrincipal(session.caller(token), claims, session);
  }
}
