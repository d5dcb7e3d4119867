package webhooks.dev.token;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A request to log in as the development user, who administers the account {@code demo-account} and
 * is an operator.
 *
 * @param challenge the challenge of the code verifier, by the method {@code S256}
 */
record AuthorizationRequest(
    String clientId,
    String redirectUri,
    String scope,
    String state,
    String nonce,
    String challenge) {
  static final String CLIENT = "console";
  private static final String OPERATOR = "operator";
  private static final String USER = "developer";

  /**
   * Reads a request. The result is empty if it is not one of this product's own console, with code
   * flow and PKCE: no other page may get a code.
   *
   * @param redirectUri the only address that codes are sent to
   */
  static Optional<AuthorizationRequest> of(
      MultivaluedMap<String, String> query, String redirectUri) {
    return "code".equals(query.getFirst("response_type"))
            && CLIENT.equals(query.getFirst("client_id"))
            && redirectUri.equals(query.getFirst("redirect_uri"))
            && "S256".equals(query.getFirst("code_challenge_method"))
            && query.getFirst("code_challenge") != null
        ? Optional.of(
            new AuthorizationRequest(
                CLIENT,
                redirectUri,
                text(query, "scope"),
                text(query, "state"),
                text(query, "nonce"),
                query.getFirst("code_challenge")))
        : Optional.empty();
  }

  private static String text(MultivaluedMap<String, String> query, String name) {
    return Optional.ofNullable(query.getFirst(name)).orElse("");
  }

  /** Returns the claims of the token for the API. */
  JWTClaimsSet accessClaims(String issuer, Instant now) {
    return claims(issuer, now)
        .claim("client_id", clientId)
        .claim("scope", scope)
        .claim("org", TokenRequest.DEFAULT_ACCOUNT)
        .claim("roles", List.of("Account Administrator", OPERATOR))
        .build();
  }

  /** Returns the claims of the token that tells the console who logged in. */
  JWTClaimsSet idClaims(String issuer, Instant now) {
    return claims(issuer, now).audience(clientId).claim("nonce", nonce).build();
  }

  private JWTClaimsSet.Builder claims(String issuer, Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .subject(USER)
        .claim("name", "Development user")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(TokenRequest.LIFETIME)))
        .jwtID(UUID.randomUUID().toString());
  }
}
