import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.Set;

/**
 * Checks the token of a delivery with Nimbus JOSE + JWT: the artifact {@code nimbus-jose-jwt}. Needs
 * Java 17 or later.
 *
 * <p>Reads the header as CGI gives it. The exit code is 0 if the token is valid, 1 if not. A server
 * keeps one object, which reads the issuer's keys seldom.
 */
public final class CheckToken {
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final String client;

  /**
   * Creates a check.
   *
   * @param keys the URL of the issuer's JWKS
   * @param audience the name of this receiver at the issuer
   * @param client the client for which the issuer makes the tokens of the webhook
   */
  CheckToken(URI keys, String issuer, String audience, String client)
      throws MalformedURLException {
    JWKSource<SecurityContext> source = JWKSourceBuilder.create(keys.toURL()).build();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, source));
    // Some issuers write another type than JWT (RFC 9068).
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("exp")));
    this.client = client;
  }

  /** Returns whether a request with this header comes from the webhook. */
  boolean accepts(String authorization) throws JOSEException {
    String scheme = "Bearer ";
    if (authorization == null || !authorization.regionMatches(true, 0, scheme, 0, scheme.length())) {
      return false;
    }
    try {
      JWTClaimsSet claims = processor.process(authorization.substring(scheme.length()), null);
      return client.equals(claims.getStringClaim("client_id"))
          || client.equals(claims.getStringClaim("azp"));
    } catch (ParseException | BadJOSEException e) {
      return false;
    }
  }

  public static void main(String[] arguments) throws MalformedURLException, JOSEException {
    CheckToken check =
        new CheckToken(
            URI.create(System.getenv("ISSUER_KEYS")),
            System.getenv("ISSUER"),
            System.getenv("AUDIENCE"),
            System.getenv("CLIENT_ID"));
    System.exit(check.accepts(System.getenv("HTTP_AUTHORIZATION")) ? 0 : 1);
  }
}
