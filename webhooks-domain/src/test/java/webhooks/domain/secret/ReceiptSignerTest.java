package webhooks.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Signatures of receipts, also after a change of the key. */
class ReceiptSignerTest {
  private static final String RECEIPT = "{\"events\":3}";
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final EncryptionKey OLD = key(KEY);
  private static final EncryptionKey NEW =
      key("f123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));

  private final ReceiptSigner signer = new ReceiptSigner(new SecretCipher(List.of(OLD)));

  private static EncryptionKey key(byte[] bytes) {
    return EncryptionKey.of("key", Base64.getEncoder().encodeToString(bytes));
  }

  @Test
  void verifiesItsReceipts() {
    String signed = signer.sign(RECEIPT);

    assertThat(signer.verify(signed)).contains(RECEIPT);
    ReceiptSigner later = new ReceiptSigner(new SecretCipher(List.of(NEW, OLD)));
    assertThat(later.verify(signed)).contains(RECEIPT);
    assertThat(later.sign(RECEIPT)).isNotEqualTo(signed);
    assertThat(new ReceiptSigner(new SecretCipher(List.of(NEW))).verify(signed)).isEmpty();
  }

  @Test
  void refusesAllElse() {
    String signed = signer.sign(RECEIPT);
    String[] parts = signed.split("\\.");
    String other = Base64.getUrlEncoder().withoutPadding().encodeToString("{}".getBytes());
    String none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("{\"alg\":\"none\",\"kid\":\"" + OLD.id() + "\"}").getBytes());

    assertThat(signer.verify(parts[0] + "." + other + "." + parts[2])).isEmpty();
    assertThat(signer.verify(none + "." + parts[1] + "." + parts[2])).isEmpty();
    assertThat(signer.verify(parts[0] + "." + parts[1] + ".")).isEmpty();
    assertThat(signer.verify(signed + "a")).isEmpty();
    assertThat(signer.verify("a" + signed)).isEmpty();
    assertThat(signer.verify("")).isEmpty();
    assertThat(signer.verify("x".repeat(5000))).isEmpty();
  }

  /** The key as docs/privacy.md derives it. */
  @Test
  void keyIsDerivedByHkdf() throws Exception {
    byte[] extracted = hmac(new byte[32], KEY);
    byte[] derived =
        hmac(extracted, "webhooks erasure receipt\u0001".getBytes(StandardCharsets.UTF_8));
    String[] parts = signer.sign(RECEIPT).split("\\.");

    byte[] expected = hmac(derived, (parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));

    assertThat(Base64.getUrlDecoder().decode(parts[2])).isEqualTo(expected);
    assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))
        .isEqualTo("{\"alg\":\"HS256\",\"kid\":\"" + OLD.id() + "\"}");
  }

  private static byte[] hmac(byte[] key, byte[] data) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }
}
