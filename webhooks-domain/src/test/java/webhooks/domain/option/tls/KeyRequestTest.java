package webhooks.domain.option.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;

/** Requests for certificates (RFC 2986). */
class KeyRequestTest {
  private static final X500Principal SUBJECT = new X500Principal("CN=webhooks,O=Example,C=DE");

  /** Returns the elements of a sequence. */
  private static byte[][] elements(byte[] sequence) {
    byte[][] found = new byte[0][];
    int start = sequence[1] < 0 ? 2 + (sequence[1] & 0x7f) : 2;
    while (start < sequence.length) {
      byte[] rest = Arrays.copyOfRange(sequence, start, sequence.length);
      byte[] next = Der.first(Der.sequence(rest));
      found = Arrays.copyOf(found, found.length + 1);
      found[found.length - 1] = next;
      start += next.length;
    }
    return found;
  }

  private static byte[] content(KeyRequest made) {
    Pem block = Pem.blocks(made.certificateRequest()).orElseThrow().get(0);
    assertThat(block.label()).isEqualTo("CERTIFICATE REQUEST");
    return block.content();
  }

  @Test
  void requestIsSignedWithTheKey() throws Exception {
    KeyRequest made = KeyRequest.make(SUBJECT);

    byte[][] request = elements(content(made));
    byte[][] info = elements(request[0]);
    PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info[2]));
    assertThat(info[0]).isEqualTo(new byte[] {2, 1, 0});
    assertThat(new X500Principal(info[1])).isEqualTo(SUBJECT);
    assertThat(info[3]).isEqualTo(new byte[] {(byte) 0xa0, 0});
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initVerify(key);
    signature.update(request[0]);
    assertThat(signature.verify(Arrays.copyOfRange(request[2], 3, request[2].length))).isTrue();
    assertThat(ClientKey.isPair(ClientKey.parse(made.privateKey(), "EC"), key)).isTrue();
  }

  @Test
  void eachRequestHasAnotherKey() {
    assertThat(KeyRequest.make(SUBJECT).privateKey())
        .isNotEqualTo(KeyRequest.make(SUBJECT).privateKey());
    assertThat(KeyRequest.make(SUBJECT).toString()).doesNotContain("PRIVATE");
  }

  /** The length of a long element has several bytes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 255, 256, 65535, 65536})
  void lengthsAreWrittenAsRead(int size) {
    byte[] inner = Der.octetString(new byte[size]);

    assertThat(Der.first(Der.sequence(inner, Der.ZERO))).isEqualTo(inner);
  }

  private static X500Principal name(String text) {
    return new RequestCertificate(Optional.of(text), List.of()).name();
  }

  @Test
  void subjectIsAName() {
    assertThat(name("CN=webhooks, O=Example, C=DE")).isEqualTo(SUBJECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "webhooks", "CN", "CN=a,,O=b", "X-UNKNOWN=1"})
  void otherTextIsNoSubject(String text) {
    assertThatThrownBy(() -> name(text))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(Fault::target)
                    .containsExactly(Optional.of("subject")));
  }

  @Test
  void faultsOfTheBodyAreAmongAll() {
    Fault unknown = Fault.of(FaultCode.INVALID_PROPERTY, "color", "unknown");
    Fault noBody = Fault.ofBody(FaultCode.INVALID_REQUEST_BODY, "no object");
    Fault wrongType = Fault.of(FaultCode.INVALID_REQUEST_BODY, "subject", "no string");

    assertThatThrownBy(() -> new RequestCertificate(Optional.empty(), List.of(unknown)).name())
        .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.details()).hasSize(2));
    assertThatThrownBy(() -> new RequestCertificate(Optional.empty(), List.of(wrongType)).name())
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.details()).containsExactly(wrongType));
    assertThatThrownBy(() -> new RequestCertificate(Optional.empty(), List.of(noBody)).name())
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.details()).containsExactly(noBody));
    assertThatThrownBy(() -> name("CN=" + "x".repeat(998))).isInstanceOf(Refusal.class);
  }
}
