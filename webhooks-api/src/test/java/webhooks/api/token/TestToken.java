package webhooks.api.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/** A builder of tokens, which are valid unless the test changes them. */
public final class TestToken {
  private final JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
  private final JWK key;
  private JOSEObjectType type;
  private String keyId;
  private Optional<String> critical = Optional.empty();

  TestToken(String issuer, Instant now, JWK key) {
    this.key = key;
    this.keyId = key.getKeyID();
    claims
        .issuer(issuer)
        .expirationTime(Date.from(now.plusSeconds(600)))
        .audience(TestIssuer.AUDIENCE)
        .claim("client_id", "service-1")
        .claim("org", "account-1")
        .claim("scope", "itwin-platform");
  }

  /** Sets a claim, or removes it with null. */
  public TestToken with(String claim, Object value) {
    claims.claim(claim, value instanceof Instant instant ? Date.from(instant) : value);
    return this;
  }

  TestToken typed(String text) {
    type = new JOSEObjectType(text);
    return this;
  }

  TestToken keyId(String id) {
    keyId = id;
    return this;
  }

  /** Declares a header parameter that the verifier must understand. */
  TestToken critical(String parameter) {
    critical = Optional.of(parameter);
    return this;
  }

  /** Returns the signed token. */
  public String signed() {
    try {
      if (key instanceof RSAKey rsa) {
        return signed(JWSAlgorithm.RS256, new RSASSASigner(rsa));
      }
      return signed(JWSAlgorithm.ES256, new ECDSASigner((ECKey) key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String signedWith(JWSAlgorithm algorithm) throws JOSEException {
    return signed(algorithm, new RSASSASigner((RSAKey) key));
  }

  String signedWithSecret(byte[] secret) throws JOSEException {
    return signed(JWSAlgorithm.HS256, new MACSigner(secret));
  }

  String unsigned() {
    return new PlainJWT(claims.build()).serialize();
  }

  /** Returns a signed token with a claim of any JSON text, also of one that is no JSON. */
  String signedWithText(String claim, String json) {
    try {
      String others = claims.claim(claim, null).build().toString();
      String text = "{\"" + claim + "\":" + json + "," + others.substring(1);
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), new Payload(text));
      token.sign(new RSASSASigner((RSAKey) key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String signed(JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
    JWSHeader.Builder header = new JWSHeader.Builder(algorithm).type(type).keyID(keyId);
    critical.map(Set::of).ifPresent(header::criticalParams);
    critical
        .filter(name -> !JWSHeader.getRegisteredParameterNames().contains(name))
        .ifPresent(name -> header.customParam(name, 1));
    SignedJWT jwt = new SignedJWT(header.build(), claims.build());
    jwt.sign(signer);
    return jwt.serialize();
  }
}
