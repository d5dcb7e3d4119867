package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignerTest {
  @Test
  void signsLikeTheITwinPlatform() {
    Signer signer = new Signer("It's a Secret to Everybody");

    assertThat(signer.signature(utf8("Hello, World!")))
        .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  }

  @Test
  void signsLikeStandardWebhooks() {
    Signer signer = new Signer(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    assertThat(
            signer.standardSignature(
                "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, utf8("{\"test\": 2432232314}")))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  /** RFC 4231, test cases 1 to 4, 6 and 7; case 5 truncates, which this signer never does. */
  @ParameterizedTest
  @CsvSource({
    "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 1, 4869205468657265, 1,"
        + " b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "4a656665, 1, 7768617420646f2079612077616e7420666f72206e6f7468696e673f, 1,"
        + " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "aa, 20, dd, 50, 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    "0102030405060708090a0b0c0d0e0f10111213141516171819, 1, cd, 50,"
        + " 82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    "aa, 131, 54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048"
        + "617368204b6579204669727374, 1,"
        + " 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    "aa, 131, 5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d"
        + "73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a652064617461"
        + "2e20546865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e6720"
        + "757365642062792074686520484d414320616c676f726974686d2e, 1,"
        + " 9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
  })
  void isHmacSha256(String key, int keyTimes, String data, int dataTimes, String mac) {
    Signer signer = new Signer(HexFormat.of().parseHex(key.repeat(keyTimes)));

    assertThat(signer.signature(HexFormat.of().parseHex(data.repeat(dataTimes))))
        .isEqualTo("sha256=" + mac);
  }

  @Test
  void usesUtf8BytesOfSecretAsKey() {
    assertThat(new Signer("pässword€").signature(utf8("body")))
        .isEqualTo(new Signer(utf8("pässword€")).signature(utf8("body")));
  }

  @Test
  void signsSeveralBodies() {
    Signer signer = new Signer("secret");
    String signature = signer.signature(utf8("one"));
    String standard = signer.standardSignature("id", 1, utf8("one"));
    signer.signature(utf8("two"));

    assertThat(signer.signature(utf8("one"))).isEqualTo(signature);
    assertThat(signer.standardSignature("id", 1, utf8("one"))).isEqualTo(standard);
    assertThat(signer.standardSignature("id", 2, utf8("one"))).isNotEqualTo(standard);
    assertThat(signer.standardSignature("di", 1, utf8("one"))).isNotEqualTo(standard);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
