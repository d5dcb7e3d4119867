package webhooks.domain.option.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and signatures of Ed25519, with the vectors of the standards. */
class SigningKeyTest {
  /** The header of an Ed25519 key in X.509 (RFC 8410). */
  private static final String X509_HEADER = "302a300506032b6570032100";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** Verifies with another implementation than the one that signs. */
  static boolean verifies(VerificationKey key, byte[] message, byte[] signature) {
    try {
      byte[] encoded = bytes(X509_HEADER + HexFormat.of().formatHex(key.bytes()));
      PublicKey parsed =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
      java.security.Signature verifier = java.security.Signature.getInstance("Ed25519");
      verifier.initVerify(parsed);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** RFC 8032, section 7.1, tests 1 to 3. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void signsAsTheStandardSays(String secret, String verifies, String message, String signature) {
    SigningKey key = SigningKey.of(bytes(secret));

    assertThat(key.publicKey().bytes()).isEqualTo(bytes(verifies));
    assertThat(key.sign(bytes(message))).isEqualTo(bytes(signature));
  }

  @Test
  void anotherImplementationVerifies() {
    SigningKey key = SigningKey.generate();
    byte[] message = "{\"test\": 2432232314}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] signature = key.sign(message);

    assertThat(verifies(key.publicKey(), message, signature)).isTrue();
    message[3]++;
    assertThat(verifies(key.publicKey(), message, signature)).isFalse();
    assertThat(verifies(SigningKey.generate().publicKey(), message, signature)).isFalse();
  }

  /** RFC 8037, appendices A.2 and A.3. */
  @Test
  void publicKeyIsAJsonWebKey() {
    String hex = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    VerificationKey key = new VerificationKey(Base64.getEncoder().encodeToString(bytes(hex)));

    assertThat(key.jsonWebKey())
        .containsEntry("kty", "OKP")
        .containsEntry("crv", "Ed25519")
        .containsEntry("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        .containsEntry("kid", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        .doesNotContainKey("d");
    assertThat(key.text()).isEqualTo("whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
  }

  /** Java 17 takes about 20 times as long. Both are measured in turn, so that a pause hits both. */
  @Test
  void signsSeveralTimesAsFastAsJava() throws GeneralSecurityException {
    SigningKey key = SigningKey.generate();
    java.security.Signature java17 = java.security.Signature.getInstance("Ed25519");
    java17.initSign(KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());
    byte[] message = new byte[1000];
    long own = Long.MAX_VALUE;
    long ofJava = Long.MAX_VALUE;

    for (int i = 0; i < 300; i++) {
      long begin = System.nanoTime();
      key.sign(message);
      long between = System.nanoTime();
      java17.update(message);
      java17.sign();
      own = Math.min(own, between - begin);
      ofJava = Math.min(ofJava, System.nanoTime() - between);
    }

    assertThat(ofJava).isGreaterThan(2 * own);
  }

  @Test
  void keysDifferAndHideTheirSecret() {
    SigningKey key = SigningKey.generate();

    assertThat(key).isNotEqualTo(SigningKey.generate());
    assertThat(key.toString()).contains(key.publicKey().text()).doesNotContain(key.privateKey());
  }
}
