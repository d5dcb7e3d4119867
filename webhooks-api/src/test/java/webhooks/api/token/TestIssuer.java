package webhooks.api.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.TokenPreset;

/** An issuer of tokens with an RSA and a P-256 key, made once for all tests. */
public final class TestIssuer {
  static final String NAME = "https://issuer.example";
  static final RSAKey RSA = rsa("rsa-1");
  static final ECKey EC = ec("ec-1");
  private static final List<String> USER_CLAIMS =
      List.of("email", "name", "given_name", "family_name", "sid", "auth_time", "amr", "scp");

  private TestIssuer() {}

  /** Returns a good token. */
  public static TestToken token() {
    return token(RSA, Clock.systemUTC());
  }

  static TestToken token(JWK key, Clock clock) {
    return new TestToken(NAME, clock.instant(), key);
  }

  /** Returns what the API needs to trust this issuer. */
  public static AbstractBinder binder() {
    return binder(Optional.empty());
  }

  /** Returns the same for an API whose permissions are kept elsewhere. */
  public static AbstractBinder binder(Optional<URI> remoteAccessControl) {
    Settings.Token token = settings(Optional.of(NAME), Optional.of(jwks(RSA, EC)), List.of());
    return new AbstractBinder() {
      @Override
      protected void configure() {
        bind(new TokenVerifier(token, Clock.systemUTC())).to(TokenVerifier.class);
        bind(new Settings(
                null, List.of(), false, remoteAccessControl, 1_000_000, null, token, null, null))
            .to(Settings.class);
      }
    };
  }

  static Settings.Token settings(
      Optional<String> issuer, Optional<String> publicKey, List<String> audiences) {
    return new Settings.Token(
        issuer,
        publicKey,
        Optional.empty(),
        audiences,
        TokenPreset.GENERIC,
        List.of("client_id", "azp", "appid"),
        "org",
        List.of("role", "roles"),
        List.of("scope", "scp"),
        USER_CLAIMS,
        List.of("operator"),
        List.of("publisher"));
  }

  static Settings.Token located(String location) {
    Settings.Token inline = settings(Optional.of(NAME), Optional.empty(), List.of());
    return new Settings.Token(
        inline.issuer(),
        inline.publicKey(),
        Optional.of(location),
        inline.audiences(),
        inline.preset(),
        inline.clientClaims(),
        inline.accountClaim(),
        inline.roleClaims(),
        inline.scopeClaims(),
        inline.userClaims(),
        inline.adminClients(),
        inline.publisherClients());
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
