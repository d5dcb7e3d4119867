package webhooks.api.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import webhooks.api.token.InvalidToken.Check;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.error.Refusal;
import webhooks.domain.settings.Settings;

/**
 * Verifies access tokens: their form, header, claims and signature. {@link InvalidToken.Check}
 * lists the checks.
 *
 * <p>The claims are checked before the signature, so that only a token with the right issuer can
 * cause a read of the keys. The answer does not say which check failed. Safe for use by several
 * threads.
 */
public final class TokenVerifier {
  private static final int MAX_LENGTH = 16 * 1024;

  /** Stricter than the library, which ignores characters that are not base64url. */
  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  private final Settings.Token settings;
  private final Optional<VerificationKeyCache> keys;
  private final VerifiedTokens verified = new VerifiedTokens();
  private final ClaimsReader claimsReader;
  private final Clock clock;

  TokenVerifier(Settings.Token settings, Clock clock) {
    this.settings = settings;
    this.keys =
        KeySource.of(settings)
            .map(source -> new VerificationKeyCache(source, clock, settings.maxKeyAge()));
    this.claimsReader = new ClaimsReader(settings);
    this.clock = clock;
  }

  /**
   * Reads the issuer's keys, unless a token has already caused a read. If they can't be read, the
   * first token causes another one.
   */
  void readKeysAtStart() {
    keys.ifPresent(VerificationKeyCache::readAtStart);
  }

  /**
   * Verifies a token and returns its caller.
   *
   * @throws InvalidToken with the check that failed
   * @throws Refusal 503 if no key could be read yet, or none since the maximum age of keys
   */
  public CallerPrincipal verify(String token) {
    return verified
        .find(token)
        .filter(
            known ->
                failure(known.claims()).isEmpty() && known.keys() == keys.orElseThrow().current())
        .map(VerifiedTokens.Verified::principal)
        .orElseGet(() -> verifySignature(token));
  }

  private CallerPrincipal verifySignature(String token) {
    if (token.length() > MAX_LENGTH) {
      throw new InvalidToken(Check.LENGTH);
    }
    if (!COMPACT.matcher(token).matches()) {
      throw new InvalidToken(Check.FORM);
    }
    try {
      SignedJWT jwt = parsed(token);
      require(failure(jwt.getHeader()));
      require(TokenTimes.failure(jwt.getPayload().toJSONObject()));
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      require(failure(claims));
      Caller read =
          claimsReader
              .read(claims, new BearerToken(token))
              .orElseThrow(() -> new InvalidToken(Check.CLIENT));
      VerificationKeyCache.KeySet verifying =
          verifyingKeys(jwt)
              .orElseThrow(() -> new InvalidToken(failureOfSignature(jwt.getHeader())));
      CallerPrincipal principal = new CallerPrincipal(read, claims);
      verified.add(token, new VerifiedTokens.Verified(principal, claims, verifying));
      return principal;
    } catch (ParseException | IllegalArgumentException e) {
      // The exception is dropped because it can quote the token.
      throw new InvalidToken(Check.FORM);
    }
  }

  private static void require(Optional<Check> failure) {
    if (failure.isPresent()) {
      throw new InvalidToken(failure.get());
    }
  }

  private static SignedJWT parsed(String token) throws ParseException {
    try {
      return SignedJWT.parse(token);
    } catch (RuntimeException e) {
      // The parser throws various exceptions for unusual JSON, such as a null header.
      throw new ParseException("Not a token", 0);
    }
  }

  /** Returns the first check of the header that fails. */
  private Optional<Check> failure(JWSHeader header) {
    JOSEObjectType type = header.getType();
    if (!settings.checks().algorithms().contains(header.getAlgorithm().getName())) {
      return Optional.of(Check.ALGORITHM);
    }
    if (header.getCriticalParams() != null) {
      return Optional.of(Check.CRITICAL);
    }
    return type == null || TYPES.contains(type.getType().toLowerCase(Locale.ROOT))
        ? Optional.empty()
        : Optional.of(Check.TYPE);
  }

  /** Returns the first check of the claims that fails. */
  private Optional<Check> failure(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Date expires = claims.getExpirationTime();
    Date notBefore = claims.getNotBeforeTime();
    Duration skew = settings.checks().clockSkew();
    if (settings.issuer().filter(issuer -> issuer.equals(claims.getIssuer())).isEmpty()) {
      return Optional.of(Check.ISSUER);
    }
    if (expires == null || !now.isBefore(expires.toInstant().plus(skew))) {
      return Optional.of(Check.EXPIRY);
    }
    if (notBefore != null && now.isBefore(notBefore.toInstant().minus(skew))) {
      return Optional.of(Check.NOT_BEFORE);
    }
    if (!settings.audiences().isEmpty()
        && Collections.disjoint(settings.audiences(), claims.getAudience())) {
      return Optional.of(Check.AUDIENCE);
    }
    return isYoungEnough(claims.getIssueTime(), now.minus(skew))
        ? Optional.empty()
        : Optional.of(Check.AGE);
  }

  private boolean isYoungEnough(Date issued, Instant now) {
    return settings
        .checks()
        .maxAge()
        .map(age -> issued != null && now.isBefore(issued.toInstant().plus(age)))
        .orElse(true);
  }

  /** Returns the key set with the key that signed the token; empty if no key has. */
  private Optional<VerificationKeyCache.KeySet> verifyingKeys(SignedJWT jwt) {
    return keys.flatMap(known -> known.findMatch(jwt.getHeader(), key -> isSignedBy(jwt, key)));
  }

  /** Returns the check that fails if no key has signed the token. */
  private Check failureOfSignature(JWSHeader header) {
    return keys.filter(known -> known.hasKeyFor(header)).isPresent() ? Check.SIGNATURE : Check.KEY;
  }

  private static boolean isSignedBy(SignedJWT jwt, JWK key) {
    try {
      JWSVerifier verifier =
          jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
              ? new RSASSAVerifier(key.toRSAKey())
              : new ECDSAVerifier(key.toECKey());
      return jwt.verify(verifier);
    } catch (JOSEException e) {
      return false;
    }
  }
}
