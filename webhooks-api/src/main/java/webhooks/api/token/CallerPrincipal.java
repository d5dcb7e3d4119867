package webhooks.api.token;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.json.Json;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import webhooks.domain.access.Actor;
import webhooks.domain.access.Caller;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.portal.PortalPage;
import webhooks.domain.portal.PortalSession;

/**
 * The caller of a request, as the principal that MicroProfile JWT defines.
 *
 * <p>The claims {@code aud} and {@code groups} are sets of strings. Other claims that are strings
 * have the type String. Times are Long. The numbers and truth values of claims that MicroProfile
 * JWT knows are Long and Boolean. All the rest are JSON values.
 */
public final class CallerPrincipal implements JsonWebToken {
  /** The name of the property of the request that holds its caller, for injection. */
  public static final String PROPERTY = "webhooks.caller";

  private static final Set<String> STANDARD =
      EnumSet.complementOf(EnumSet.of(Claims.UNKNOWN)).stream()
          .map(Claims::name)
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> SETS = Set.of(Claims.aud.name(), Claims.groups.name());

  private final Caller caller;
  private final JWTClaimsSet claims;
  private final Optional<PortalSession> session;
  private final boolean admitted;

  CallerPrincipal(Caller caller, JWTClaimsSet claims) {
    this(caller, claims, Optional.empty(), false);
  }

  CallerPrincipal(Caller caller, JWTClaimsSet claims, PortalSession session) {
    this(caller, claims, Optional.of(session), false);
  }

  private CallerPrincipal(
      Caller caller, JWTClaimsSet claims, Optional<PortalSession> session, boolean admitted) {
    this.caller = caller;
    this.claims = claims;
    this.session = session;
    this.admitted = admitted;
  }

  /** Returns the same caller, marked as admitted by the operator. A new principal is not marked. */
  public CallerPrincipal admitted() {
    return new CallerPrincipal(caller, claims, session, true);
  }

  /** Returns whether the operator admits the client and the account of the caller. */
  public boolean isAdmitted() {
    return admitted;
  }

  /**
   * Returns whether the caller may use an operation that these pages of the console need. Only
   * sessions of the portal can be limited to pages.
   */
  public boolean opensAny(Set<PortalPage> pages) {
    return session.isEmpty() || session.get().opensAny(pages);
  }

  /** Returns the client, account and user of a request; empty if it has no valid token. */
  public static Optional<Actor> actorOf(SecurityContext security) {
    return security.getUserPrincipal() instanceof CallerPrincipal principal
        ? Optional.of(principal.caller.actor())
        : Optional.empty();
  }

  /**
   * Returns the key by which the limits of this node count a request. Requests without a valid
   * token count together, and so do requests by callers that are not admitted. So the limits
   * remember nothing about each of these callers, however many there are.
   */
  public static LimitKey limitKeyOf(SecurityContext security) {
    return security.getUserPrincipal() instanceof CallerPrincipal principal && principal.admitted
        ? principal.caller.limitKey()
        : LimitKey.WITHOUT_ACCOUNT;
  }

  /** Returns the caller as the domain knows it. */
  public Caller caller() {
    return caller;
  }

  /** Returns {@code upn}, {@code preferred_username} or {@code sub}, else the client id. */
  @Override
  public String getName() {
    return Stream.of(Claims.upn, Claims.preferred_username, Claims.sub)
        .map(claim -> claims.getClaim(claim.name()))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst()
        .orElse(caller.clientId());
  }

  /** Returns when the token was issued, in seconds, or 0 if the token has no such claim. */
  @Override
  public long getIssuedAtTime() {
    Date issued = claims.getIssueTime();
    return issued == null ? 0 : issued.toInstant().getEpochSecond();
  }

  @Override
  public Set<String> getClaimNames() {
    return Stream.concat(
            Stream.of(Claims.raw_token.name()),
            claims.getClaims().entrySet().stream()
                .filter(claim -> claim.getValue() != null)
                .map(Map.Entry::getKey))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T getClaim(String name) {
    return (T)
        (name.equals(Claims.raw_token.name())
            ? caller.token().text()
            : typed(name, claims.getClaim(name)));
  }

  private static Object typed(String name, Object value) {
    if (value != null && SETS.contains(name)) {
      return texts(value);
    }
    if (value == null || value instanceof String) {
      return value;
    }
    if (value instanceof Date time) {
      return time.toInstant().getEpochSecond();
    }
    if (STANDARD.contains(name) && value instanceof Number number) {
      return number.longValue();
    }
    if (STANDARD.contains(name) && value instanceof Boolean) {
      return value;
    }
    return Json.createArrayBuilder(List.of(value)).build().get(0);
  }

  private static Set<String> texts(Object value) {
    Collection<?> values = value instanceof Collection<?> many ? many : List.of(value);
    return values.stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .collect(Collectors.toUnmodifiableSet());
  }
}
