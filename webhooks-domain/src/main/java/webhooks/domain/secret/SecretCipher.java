package webhooks.domain.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import webhooks.domain.database.Dialect;
import webhooks.domain.settings.Settings;

/**
 * Encrypts the secrets and URLs of webhooks at rest, with AES-256-GCM and a random nonce.
 *
 * <p>The associated data are the webhook's id and the column, so that a value that is moved to
 * another row or column can't be decrypted. Safe for several threads.
 */
public final class SecretCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();

  /** Java searches its providers whenever it creates a cipher, so each thread keeps one. */
  private final ThreadLocal<Cipher> ciphers = ThreadLocal.withInitial(SecretCipher::aesGcm);

  private final Map<String, SecretKey> keys = new LinkedHashMap<>();
  private final String currentKeyId;

  /**
   * Creates a cipher that encrypts with the first key and decrypts with all keys.
   *
   * @param keys at least one key
   */
  SecretCipher(List<EncryptionKey> keys) {
    keys.forEach(key -> this.keys.putIfAbsent(key.id(), key.secretKey()));
    this.currentKeyId = keys.get(0).id();
  }

  /**
   * Creates a cipher with the configured keys, or with the key in the data directory.
   *
   * @param dialect the database; an embedded one is in the data directory too
   * @throws webhooks.settings.InvalidSetting if there is no key, or one that is not valid
   */
  public static SecretCipher of(Settings settings, Dialect dialect) {
    return new SecretCipher(EncryptionKeys.of(settings, dialect));
  }

  /**
   * Creates the same cipher without creating a key; empty if the start would create the key.
   *
   * @throws webhooks.settings.InvalidSetting if there is no key, or one that is not valid
   */
  public static Optional<SecretCipher> withoutCreatingKey(Settings settings, Dialect dialect) {
    return EncryptionKeys.isCreatedByStart(settings, dialect)
        ? Optional.empty()
        : Optional.of(of(settings, dialect));
  }

  /** Returns the id of the current key, which encrypts. */
  public String keyId() {
    return currentKeyId;
  }

  /** Returns the key with this id, if it is configured. */
  Optional<SecretKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** Returns the ids of all keys that can decrypt. */
  public Set<String> keyIds() {
    return Set.copyOf(keys.keySet());
  }

  /**
   * Encrypts a text.
   *
   * @param webhookId the webhook that the text belongs to
   * @param column the column that stores the result
   * @return the nonce, then the encrypted bytes and their tag
   */
  public byte[] encrypt(UUID webhookId, EncryptedColumn column, String text) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] encrypted =
          cipher(Cipher.ENCRYPT_MODE, keys.get(currentKeyId), nonce, webhookId, column)
              .doFinal(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(nonce.length + encrypted.length).put(nonce).put(encrypted).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /**
   * Decrypts the result of {@link #encrypt}.
   *
   * @throws IllegalStateException if the key is unknown or the value was changed
   */
  public String decrypt(String keyId, UUID webhookId, EncryptedColumn column, byte[] encrypted) {
    SecretKey key = keys.get(keyId);
    if (key == null) {
      throw new IllegalStateException("The encryption key with id " + keyId + " is not configured");
    }
    if (encrypted.length < NONCE_BYTES + TAG_BITS / 8) {
      throw corrupt(webhookId, column, null);
    }
    byte[] nonce = Arrays.copyOf(encrypted, NONCE_BYTES);
    try {
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, key, nonce, webhookId, column)
              .doFinal(encrypted, NONCE_BYTES, encrypted.length - NONCE_BYTES);
      return new String(text, StandardCharsets.UTF_8);
    } catch (AEADBadTagException e) {
      throw corrupt(webhookId, column, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  private static IllegalStateException corrupt(
      UUID webhookId, EncryptedColumn column, Exception cause) {
    return new IllegalStateException(
        "The " + column.text() + " of webhook " + webhookId + " is corrupt", cause);
  }

  private Cipher cipher(
      int mode, SecretKey key, byte[] nonce, UUID webhookId, EncryptedColumn column)
      throws GeneralSecurityException {
    Cipher cipher = ciphers.get();
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((webhookId + "/" + column.text()).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static Cipher aesGcm() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }
}
