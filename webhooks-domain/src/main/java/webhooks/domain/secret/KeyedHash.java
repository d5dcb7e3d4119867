package webhooks.domain.secret;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Hashes short texts that anybody could guess, such as mail addresses, so that the database alone
 * does not show whether a guess is right. The key is derived from the current encryption key, so a
 * text has another hash after a change of the key.
 */
@ApplicationScoped
public class KeyedHash {
  private static final String INFORMATION = "webhooks keyed hash";

  private SecretCipher cipher;

  /** Creates the bean's proxy, for the container. */
  protected KeyedHash() {}

  /** Creates the hash. */
  @Inject
  public KeyedHash(SecretCipher cipher) {
    this.cipher = cipher;
  }

  /** Returns the HMAC-SHA-256 of a text, as 64 hexadecimal digits. */
  public String of(String text) {
    DerivedKey key = DerivedKey.of(cipher.key(cipher.keyId()).orElseThrow(), INFORMATION);
    return HexFormat.of().formatHex(key.hmac(text.getBytes(StandardCharsets.UTF_8)));
  }
}
