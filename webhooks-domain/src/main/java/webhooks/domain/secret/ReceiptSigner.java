package webhooks.domain.secret;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import webhooks.domain.json.JsonText;

/**
 * Signs receipts as JSON Web Signatures (RFC 7515) with HMAC-SHA-256, and verifies them.
 *
 * <p>The key is derived from the encryption key by HKDF (RFC 5869), without a salt and with the
 * information {@value #INFORMATION}. So a key that was given to a verifier decrypts nothing. The
 * header {@code kid} is the id of the encryption key.
 */
@ApplicationScoped
public class ReceiptSigner {
  private static final String INFORMATION = "webhooks erasure receipt";
  private static final int MAX_LENGTH = 4096;

  /** A header that this class writes, a payload and a signature. */
  private static final Pattern COMPACT = Pattern.compile("([\\w-]+)\\.([\\w-]+)\\.([\\w-]{43})");

  private static final Pattern HEADER =
      Pattern.compile("\\{\"alg\":\"HS256\",\"kid\":\"([0-9a-f]{16})\"}");

  private SecretCipher cipher;

  /** Creates the bean's proxy, for the container. */
  protected ReceiptSigner() {}

  /** Creates the signer. */
  @Inject
  public ReceiptSigner(SecretCipher cipher) {
    this.cipher = cipher;
  }

  /** Returns the compact form of the signature of a JSON text, which includes the text. */
  public String sign(String json) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", "HS256");
    header.put("kid", cipher.keyId());
    String signed = base64(utf8(JsonText.of(header))) + "." + base64(utf8(json));
    return signed + "." + base64(mac(cipher.keyId(), signed).orElseThrow());
  }

  /**
   * Returns the JSON text of a signature that {@link #sign} returned; empty for any other text, or
   * if the key is no longer configured.
   */
  public Optional<String> verify(String compact) {
    Matcher parts = COMPACT.matcher(compact);
    if (compact.length() > MAX_LENGTH || !parts.matches()) {
      return Optional.empty();
    }
    try {
      Matcher header = HEADER.matcher(text(parts.group(1)));
      byte[] signature = Base64.getUrlDecoder().decode(parts.group(3));
      return header.matches()
              && mac(header.group(1), parts.group(1) + "." + parts.group(2))
                  .filter(expected -> MessageDigest.isEqual(expected, signature))
                  .isPresent()
          ? Optional.of(text(parts.group(2)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<byte[]> mac(String keyId, String text) {
    return cipher.key(keyId).map(key -> DerivedKey.of(key, INFORMATION).hmac(utf8(text)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String text(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
