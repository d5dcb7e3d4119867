package webhooks.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretCipherTest {
  private static final EncryptionKey OLD = key('o');
  private static final EncryptionKey NEW = key('n');
  private static final UUID WEBHOOK = UUID.randomUUID();
  private static final String SECRET = "s3cret of the webhook, 32 letters";

  private final SecretCipher cipher = new SecretCipher(List.of(NEW, OLD));

  @ParameterizedTest
  @ValueSource(strings = {"", SECRET, "pässword €\uD83D\uDE00"})
  void decryptsWhatItEncrypted(String text) {
    byte[] encrypted = cipher.encrypt(WEBHOOK, EncryptedColumn.SECRET, text);

    assertThat(cipher.decrypt(NEW.id(), WEBHOOK, EncryptedColumn.SECRET, encrypted))
        .isEqualTo(text);
  }

  @Test
  void encryptsDifferentlyEachTime() {
    byte[] encrypted = cipher.encrypt(WEBHOOK, EncryptedColumn.SECRET, SECRET);

    assertThat(encrypted).isNotEqualTo(cipher.encrypt(WEBHOOK, EncryptedColumn.SECRET, SECRET));
    assertThat(new String(encrypted, StandardCharsets.ISO_8859_1)).doesNotContain("s3cret");
  }

  @Test
  void decryptsWithPreviousKeys() {
    byte[] before = new SecretCipher(List.of(OLD)).encrypt(WEBHOOK, EncryptedColumn.SECRET, SECRET);

    assertThat(cipher.keyId()).isEqualTo(NEW.id());
    assertThat(cipher.keyIds()).containsExactlyInAnyOrder(NEW.id(), OLD.id());
    assertThat(cipher.decrypt(OLD.id(), WEBHOOK, EncryptedColumn.SECRET, before)).isEqualTo(SECRET);
  }

  @Test
  void refusesEveryTamperedByte() {
    byte[] encrypted = cipher.encrypt(WEBHOOK, EncryptedColumn.SECRET, SECRET);
    for (int i = 0; i < encrypted.length; i++) {
      byte[] tampered = encrypted.clone();
      tampered[i] ^= 1;

      assertCorrupt(WEBHOOK, EncryptedColumn.SECRET, tampered);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11, 12, 13, 27})
  void refusesTruncatedValues(int length) {
    byte[] encrypted = cipher.encrypt(WEBHOOK, EncryptedColumn.SECRET, SECRET);

    assertCorrupt(WEBHOOK, EncryptedColumn.SECRET, java.util.Arrays.copyOf(encrypted, length));
  }

  @Test
  void refusesValuesOfAnotherWebhookOrColumn() {
    byte[] encrypted = cipher.encrypt(WEBHOOK, EncryptedColumn.SECRET, SECRET);

    assertCorrupt(UUID.randomUUID(), EncryptedColumn.SECRET, encrypted);
    assertCorrupt(WEBHOOK, EncryptedColumn.CALLBACK_URL, encrypted);
  }

  @Test
  void namesOnlyTheIdOfAnUnknownKey() {
    byte[] encrypted = cipher.encrypt(WEBHOOK, EncryptedColumn.SECRET, SECRET);
    SecretCipher other = new SecretCipher(List.of(OLD));

    assertThatThrownBy(() -> other.decrypt(NEW.id(), WEBHOOK, EncryptedColumn.SECRET, encrypted))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The encryption key with id " + NEW.id() + " is not configured");
  }

  private void assertCorrupt(UUID owner, EncryptedColumn column, byte[] encrypted) {
    assertThatThrownBy(() -> cipher.decrypt(NEW.id(), owner, column, encrypted))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The " + column.text() + " of webhook " + owner + " is corrupt");
  }

  private static EncryptionKey key(char filler) {
    byte[] bytes = String.valueOf(filler).repeat(32).getBytes(StandardCharsets.US_ASCII);
    return EncryptionKey.of("key", Base64.getEncoder().encodeToString(bytes));
  }
}
