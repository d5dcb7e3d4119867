package webhooks.domain.option.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The public half of a signing key, with which receivers verify signatures.
 *
 * @param base64 the 32 bytes of the Ed25519 key (RFC 8032, section 5.1.5) in base64
 */
public record VerificationKey(String base64) {
  private static final String PREFIX = "whpk_";

  /** Returns the key in the form of Standard Webhooks. */
  public String text() {
    return PREFIX + base64;
  }

  /** Returns the key as a JSON Web Key (RFC 8037, section 2). */
  public Map<String, String> jsonWebKey() {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("kty", "OKP");
    json.put("crv", "Ed25519");
    json.put("x", x());
    json.put("kid", thumbprint());
    json.put("use", "sig");
    json.put("alg", "EdDSA");
    return json;
  }

  private String x() {
    return base64Url(bytes());
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(base64);
  }

  /** Returns the SHA-256 thumbprint of the key (RFC 7638, and RFC 8037, appendix A.3). */
  private String thumbprint() {
    String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x() + "\"}";
    try {
      return base64Url(
          MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
