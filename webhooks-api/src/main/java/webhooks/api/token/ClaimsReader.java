package webhooks.api.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.id.AccountId;
import webhooks.domain.id.ClientId;
import webhooks.domain.id.Ids;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.TokenPreset;

/** Reads the caller from the claims of a token. The settings say which claims to read. */
record ClaimsReader(Settings.Token settings) {
  private static final int MAX_USER_ID = 255;
  private static final String USER_NAME = "preferred_username";
  private static final String SERVICE_ACCOUNT = "service-account-";

  /** The roles of Organization Administrators in the iTwin Platform. */
  private static final Set<String> ADMINISTRATOR_ROLES =
      Set.of("Account Administrator", "Co-Administrator", "CONNECT Services Administrator");

  /** Returns the caller; empty if no claim names a client. */
  Optional<Caller> read(JWTClaimsSet claims, BearerToken token) {
    return settings.clientClaims().stream()
        .map(claims::getClaim)
        .filter(Objects::nonNull)
        .findFirst()
        .flatMap(claim -> text(claim).flatMap(ClientId::parse))
        .map(ClientId::text)
        .map(client -> caller(client, claims, token));
  }

  private Caller caller(String clientId, JWTClaimsSet claims, BearerToken token) {
    boolean serviceApplication = isServiceApplication(clientId, claims);
    return new Caller(
        clientId,
        accountId(claims),
        serviceApplication,
        hasRole(ADMINISTRATOR_ROLES, claims),
        isOperator(clientId, serviceApplication, claims),
        scopes(clientId, serviceApplication, claims),
        serviceApplication ? Optional.empty() : userId(claims),
        token);
  }

  /**
   * Returns whether the caller may use the scopes that reach all accounts: it has an operator role,
   * or it is a service application that the issuer marks or the settings name.
   *
   * <p>Without a preset a user name of the form {@code service-account-...} is no mark of the
   * issuer unless it names this client, because with many issuers users choose their names.
   */
  private boolean isOperator(String clientId, boolean serviceApplication, JWTClaimsSet claims) {
    Object userName = claims.getClaim(USER_NAME);
    boolean isMarkedByIssuer =
        settings.preset() != TokenPreset.GENERIC
            || userName == null
            || (SERVICE_ACCOUNT + clientId).equalsIgnoreCase(userName.toString());
    boolean isNamed =
        settings.adminClients().contains(clientId)
            || settings.publisherClients().contains(clientId);
    return hasRole(settings.operatorRoles(), claims)
        || serviceApplication && (isMarkedByIssuer || isNamed);
  }

  private boolean hasRole(Set<String> roles, JWTClaimsSet claims) {
    return settings.roleClaims().stream()
        .flatMap(name -> texts(claims.getClaim(name)))
        .anyMatch(roles::contains);
  }

  private boolean isServiceApplication(String clientId, JWTClaimsSet claims) {
    return settings.userClaims().stream().map(claims::getClaim).allMatch(Objects::isNull)
        && isMarked(clientId, claims);
  }

  /** Returns whether the token looks as the preset's issuer makes it for service applications. */
  private boolean isMarked(String clientId, JWTClaimsSet claims) {
    Object userName = claims.getClaim(USER_NAME);
    return switch (settings.preset()) {
      case GENERIC ->
          userName == null || userName instanceof String text && text.startsWith(SERVICE_ACCOUNT);
      case IMS -> true;
      // A user can't choose this name, because the service account of this client has it.
      case KEYCLOAK ->
          userName instanceof String text && text.equalsIgnoreCase(SERVICE_ACCOUNT + clientId);
      case ENTRA -> "app".equals(claims.getClaim("idtyp"));
      case AUTH0 -> "client-credentials".equals(claims.getClaim("gty"));
    };
  }

  private Set<TokenScope> scopes(String clientId, boolean serviceApplication, JWTClaimsSet claims) {
    Set<String> granted = grantedScopes(claims);
    return Arrays.stream(TokenScope.values())
        .filter(
            scope ->
                scope.isIn(granted)
                    || serviceApplication && clientsWithScope(scope).contains(clientId))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns the clients that get a scope by the settings, because not every issuer can grant it.
   */
  private List<String> clientsWithScope(TokenScope scope) {
    return switch (scope) {
      case READ, MODIFY -> List.of();
      case ADMIN, PORTAL -> settings.adminClients();
      case PUBLISH -> settings.publisherClients();
      case ERASE ->
          Stream.concat(settings.publisherClients().stream(), settings.adminClients().stream())
              .toList();
    };
  }

  private Set<String> grantedScopes(JWTClaimsSet claims) {
    return settings.scopeClaims().stream()
        .map(claims::getClaim)
        .flatMap(
            claim -> claim instanceof String text ? Arrays.stream(text.split(" ")) : texts(claim))
        .filter(Predicate.not(String::isEmpty))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the strings of a claim that is a string or an array. */
  private static Stream<String> texts(Object claim) {
    List<?> values = claim instanceof List<?> list ? list : List.of(claim == null ? "" : claim);
    return values.stream().filter(String.class::isInstance).map(String.class::cast);
  }

  private Optional<String> accountId(JWTClaimsSet claims) {
    return text(claims.getClaim(settings.accountClaim()))
        .flatMap(AccountId::parse)
        .map(AccountId::text);
  }

  private static Optional<String> userId(JWTClaimsSet claims) {
    return text(claims.getSubject()).filter(id -> Ids.isOpaque(id, MAX_USER_ID));
  }

  /** Returns a claim if it is a string. */
  private static Optional<String> text(Object claim) {
    return claim instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
