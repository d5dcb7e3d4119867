package webhooks.bench.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SignatureSampleTest {
  private static final byte[] BODY = "{\"content\":{}}".getBytes(UTF_8);

  @Test
  void countsCorrectAndWrongSignatures() throws Exception {
    try (SignatureSample sample = new SignatureSample()) {
      sample.check(signed(), BODY);
      assertThat(sample.correct()).isEqualTo(1);
      assertThat(sample.wrong()).isZero();

      sample.check(signed(), "{\"content\":{} }".getBytes(UTF_8));
      sample.check(new Headers(), BODY);
      Headers otherTime = signed();
      otherTime.set("webhook-timestamp", "1764210001");
      sample.check(otherTime, BODY);
      assertThat(sample.correct()).isEqualTo(1);
      assertThat(sample.wrong()).isEqualTo(3);
    }
  }

  @Test
  void otherSignaturesStandBesideTheSymmetricOne() throws Exception {
    try (SignatureSample sample = new SignatureSample()) {
      Headers both = signed();
      both.set("webhook-signature", both.getFirst("webhook-signature") + " v1a,b3RoZXI=");
      sample.check(both, BODY);
      assertThat(sample.correct()).isEqualTo(1);

      Headers other = signed();
      other.set("webhook-signature", "v1a,b3RoZXI=");
      sample.check(other, BODY);
      assertThat(sample.wrong()).isEqualTo(1);
    }
  }

  private static Headers signed() throws Exception {
    Headers headers = new Headers();
    headers.set("webhook-id", "id");
    headers.set("webhook-timestamp", "1764210000");
    headers.set("Signature", "sha256=" + HexFormat.of().formatHex(sign(new String(BODY, UTF_8))));
    String standard = "id.1764210000." + new String(BODY, UTF_8);
    headers.set("webhook-signature", "v1," + Base64.getEncoder().encodeToString(sign(standard)));
    return headers;
  }

  private static byte[] sign(String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SignatureSample.SECRET.getBytes(UTF_8), "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
