package webhooks.delivery.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.domain.option.signature.SigningKey;

/** The values of the header {@code webhook-signature}. */
class SignaturesTest {
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long TIME = 1614265330;
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
  private static final Signer CURRENT = new Signer("s".repeat(32));
  private static final Signer PREVIOUS = new Signer("p".repeat(32));

  private final SigningKey key = SigningKey.generate();

  /** Returns the asymmetric signature by the definition of Standard Webhooks. */
  private String asymmetric() {
    byte[] signed = (ID + "." + TIME + "." + new String(BODY, UTF_8)).getBytes(UTF_8);
    return "v1a," + Base64.getEncoder().encodeToString(key.sign(signed));
  }

  private static String symmetric(Signer signer) {
    return signer.standardSignature(ID, TIME, BODY);
  }

  @Test
  void asymmetricSignatureComesLast() {
    Signatures both = new Signatures(List.of(CURRENT, PREVIOUS), true, Optional.of(key));

    assertThat(both.standard(ID, TIME, BODY))
        .isEqualTo(symmetric(CURRENT) + " " + symmetric(PREVIOUS) + " " + asymmetric());
  }

  @Test
  void asymmetricSignatureStandsAlone() {
    Signatures alone = new Signatures(List.of(CURRENT), false, Optional.of(key));

    assertThat(alone.standard(ID, TIME, BODY)).isEqualTo(asymmetric());
    assertThat(alone.platform(BODY)).isEqualTo(CURRENT.signature(BODY));
  }

  /** Each attempt has a time of its own, so a signature can't be used for another one. */
  @Test
  void idTimeAndBodyAreSigned() {
    Signatures alone = new Signatures(List.of(CURRENT), false, Optional.of(key));

    assertThat(
            List.of(
                alone.standard(ID, TIME + 1, BODY),
                alone.standard(ID + "x", TIME, BODY),
                alone.standard(ID, TIME, new byte[0])))
        .doesNotContain(asymmetric())
        .doesNotHaveDuplicates();
  }
}
