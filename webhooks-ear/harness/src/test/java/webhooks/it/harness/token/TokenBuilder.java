package webhooks.it.harness.token;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import webhooks.it.harness.Secrets;

/** Builds a token: sets or removes claims, then signs it in one of several ways. */
public final class TokenBuilder {
  private final Tokens issuer;
  private final Map<String, Object> claims = new LinkedHashMap<>();
  private JOSEObjectType type = JOSEObjectType.JWT;

  public TokenBuilder(Tokens issuer) {
    this.issuer = issuer;
    with("iss", Tokens.ISSUER).with("sub", "subject").with("jti", UUID.randomUUID().toString());
    with("aud", Tokens.AUDIENCE);
    at("iat", Duration.ZERO).at("exp", Duration.ofHours(1));
  }

  public TokenBuilder with(String claim, Object value) {
    claims.put(claim, value);
    return this;
  }

  public TokenBuilder without(String claim) {
    claims.remove(claim);
    return this;
  }

  /** Sets a claim to a time relative to now. */
  public TokenBuilder at(String claim, Duration fromNow) {
    return with(claim, Instant.now().plus(fromNow).getEpochSecond());
  }

  /** Sets the header {@code typ}; null leaves it out. */
  public TokenBuilder type(String text) {
    type = text == null ? null : new JOSEObjectType(text);
    return this;
  }

  public String rs256() {
    return sign(header(JWSAlgorithm.RS256, "rsa-1"), signer(issuer.rsa()));
  }

  public String es256() {
    try {
      return sign(header(JWSAlgorithm.ES256, "ec-1"), new ECDSASigner(issuer.ec()));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs with an unknown key under the id of a known one. */
  public String foreignKey() {
    return sign(header(JWSAlgorithm.RS256, "rsa-1"), signer(issuer.foreign()));
  }

  /** Signs under the id of a key that does not exist. */
  public String unknownKey() {
    return sign(header(JWSAlgorithm.RS256, "rsa-2"), signer(issuer.foreign()));
  }

  /** Returns an unsigned token whose header says so. */
  public String unsigned() {
    String header = Base64URL.encode("{\"alg\":\"none\",\"typ\":\"JWT\"}").toString();
    return Secrets.remember(header + "." + payload().toBase64URL() + ".");
  }

  /** Signs by HS256 with the encoded public key, which is no secret. */
  public String hs256WithPublicKey() {
    try {
      byte[] known = issuer.rsa().toRSAPublicKey().getEncoded();
      return sign(header(JWSAlgorithm.HS256, "rsa-1"), new MACSigner(known));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs correctly, then changes the claims. */
  public String tampered() {
    String[] parts = rs256().split("\\.");
    with("client_id", "somebody-else");
    return Secrets.remember(parts[0] + "." + payload().toBase64URL() + "." + parts[2]);
  }

  private Payload payload() {
    return new Payload(JSONObjectUtils.toJSONString(claims).getBytes(UTF_8));
  }

  private JWSHeader header(JWSAlgorithm algorithm, String keyId) {
    return new JWSHeader.Builder(algorithm).type(type).keyID(keyId).build();
  }

  private static JWSSigner signer(RSAKey key) {
    try {
      return new RSASSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String sign(JWSHeader header, JWSSigner signer) {
    JWSObject token = new JWSObject(header, payload());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return Secrets.remember(token.serialize());
  }
}
