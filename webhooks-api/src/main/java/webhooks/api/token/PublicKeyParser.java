package webhooks.api.token;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses public keys from a JWK, a JWK set, or PEM with one or more keys. */
final class PublicKeyParser {
  private static final int MIN_RSA_BITS = 2048;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----");

  private PublicKeyParser() {}

  /**
   * Returns the keys that can verify tokens.
   *
   * @throws ParseException if there is none, or the text has another form. Its message never quotes
   *     the text
   */
  static List<JWK> parse(String text) throws ParseException {
    List<JWK> keys;
    try {
      keys = text.contains("-----BEGIN") ? readPem(text) : readJson(text);
    } catch (ParseException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ParseException("is neither a JWK, nor a JWK set, nor a PEM public key", 0);
    }
    List<JWK> usable =
        keys.stream().filter(PublicKeyParser::isUsable).map(JWK::toPublicJWK).toList();
    if (usable.isEmpty()) {
      throw new ParseException(
          "holds no RSA key of at least 2048 bits or P-256 key for signatures", 0);
    }
    return usable;
  }

  private static List<JWK> readJson(String text) throws ParseException {
    Map<String, Object> json = JSONObjectUtils.parse(text);
    return json.containsKey("keys") ? JWKSet.parse(json).getKeys() : List.of(JWK.parse(json));
  }

  /** Parses PEM without Nimbus, which needs Bouncy Castle for it. */
  private static List<JWK> readPem(String text) throws GeneralSecurityException {
    List<JWK> keys = new ArrayList<>();
    Matcher block = PEM.matcher(text);
    while (block.find()) {
      // A setting in one line can hold the two characters \n instead of a line break.
      String base64 = block.group(1).replace("\\n", "");
      keys.add(read(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64))));
    }
    return keys;
  }

  private static JWK read(X509EncodedKeySpec spec) throws GeneralSecurityException {
    try {
      return new RSAKey.Builder((RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec))
          .build();
    } catch (GeneralSecurityException e) {
      ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
      return new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key).build();
    }
  }

  private static boolean isUsable(JWK key) {
    if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
      return false;
    }
    return key instanceof RSAKey rsa && rsa.size() >= MIN_RSA_BITS
        || key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256);
  }
}
