package webhooks.api.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.TestSettings;

/** An issuer of tokens with an RSA and a P-256 key, made once for all tests. */
public final class TestIssuer {
  /** The role of users who run the product. */
  public static final String OPERATOR = "Operator";

  static final String NAME = "https://issuer.example";
  static final String AUDIENCE = "webhooks";
  static final RSAKey RSA = rsa("rsa-1");
  static final ECKey EC = ec("ec-1");

  private TestIssuer() {}

  /** Returns a valid token. */
  public static TestToken token() {
    return token(RSA, Clock.systemUTC());
  }

  /** Returns a valid token with this scope. */
  public static TestToken token(String scope) {
    return token().with("scope", scope);
  }

  static TestToken token(JWK key, Clock clock) {
    return new TestToken(NAME, clock.instant(), key);
  }

  /**
   * Returns settings that trust this issuer, and that name the client {@code operator} as an
   * administrator, the client {@code publisher} as a publisher, and users with the role {@link
   * #OPERATOR} as operators.
   *
   * @param keysAndValues settings that differ: key, value, key, value; an empty value unsets one
   */
  public static Settings settings(String... keysAndValues) {
    return TestSettings.with(
        Stream.concat(
                Stream.of(
                    "mp.jwt.verify.issuer",
                    NAME,
                    "mp.jwt.verify.publickey",
                    jwks(RSA, EC),
                    "mp.jwt.verify.audiences",
                    AUDIENCE,
                    "webhooks.token.admin-clients",
                    "operator",
                    "webhooks.token.publisher-clients",
                    "publisher",
                    "webhooks.token.operator-roles",
                    "Another role," + OPERATOR),
                Stream.of(keysAndValues))
            .toArray(String[]::new));
  }

  /** Returns the verifier of these settings. */
  public static TokenVerifier verifier(Settings settings) {
    return new TokenVerifier(settings.token(), Clock.systemUTC());
  }

  /** Returns settings of tokens whose keys are at this location. */
  static Settings.Token keysAt(String location) {
    return settings("mp.jwt.verify.publickey", "", "mp.jwt.verify.publickey.location", location)
        .token();
  }

  static String jwks(JWK... keys) {
    return new JWKSet(List.of(keys)).toString();
  }

  static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static ECKey ec(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
