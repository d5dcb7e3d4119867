package webhooks.dev.token;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A request for a token by client credentials. Any secret is accepted. */
record TokenRequest(String clientId, MultivaluedMap<String, String> form) {
  static final Duration LIFETIME = Duration.ofHours(1);
  static final String ALL_SCOPES = "webhooks:read webhooks:modify events:publish webhooks:admin";
  static final String DEFAULT_ACCOUNT = "demo-account";

  /** Reads the client id from the form or from a Basic Authorization header. */
  static Optional<TokenRequest> of(String authorization, MultivaluedMap<String, String> form) {
    return Optional.ofNullable(form.getFirst("client_id"))
        .or(() -> basicUser(authorization))
        .filter(client -> !client.isBlank())
        .map(client -> new TokenRequest(client, form));
  }

  String scope() {
    return text("scope").orElse(ALL_SCOPES);
  }

  JWTClaimsSet claims(String issuer, Instant now) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(clientId)
            .claim("client_id", clientId)
            .claim("scope", scope())
            .claim("org", text("org").orElse(DEFAULT_ACCOUNT))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .jwtID(UUID.randomUUID().toString());
    text("audience").ifPresent(claims::audience);
    List<String> roles = form.get("role");
    if (roles != null) {
      claims.claim("roles", roles);
    }
    return claims.build();
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(form.getFirst(name)).filter(value -> !value.isBlank());
  }

  private static Optional<String> basicUser(String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(6).strip());
      return Optional.of(new String(decoded, StandardCharsets.UTF_8).split(":", 2)[0]);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
