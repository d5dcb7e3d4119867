package webhooks.domain.option.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static webhooks.domain.option.tls.ClientCertificates.json;
import static webhooks.domain.option.tls.ForeignCertificates.certificate;

import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.WebhookOptions;

/** Which keys the certificates of the option may have. */
class VerificationCostTest {
  private static final HeldCertificate CLIENT = ClientCertificates.client("client");

  private static List<Fault> faults(Object json) {
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class,
            () ->
                ClientCertificates.request(json)
                    .applyTo(WebhookOptions.NONE, OptionRules.RECEIVER));
    return refusal == null ? List.of() : refusal.details();
  }

  /** Requests and connections of others wait while a signature is verified. */
  @Test
  void keysWithCostlySignaturesAreRefused() throws Exception {
    for (PublicKey costly :
        List.of(
            ForeignCertificates.dsa(),
            ForeignCertificates.rsa(2048, 65),
            ForeignCertificates.rsa(8193))) {
      Map<String, Object> json =
          json(CLIENT.certificatePem() + certificate(costly), CLIENT.privateKeyPkcs8Pem());
      json.put("trustedCertificates", certificate(costly));

      assertThat(faults(json))
          .extracting(fault -> fault.code().text() + " " + fault.target().orElse(""))
          .containsExactly(
              "InvalidValue tls.certificateChain", "InvalidValue tls.trustedCertificates");
      assertThat(faults(json))
          .allSatisfy(fault -> assertThat(fault.message()).contains(VerificationCost.RULE));
    }
  }

  /** A signature by the private key is checked with the public one. */
  @Test
  void ownKeyHasAUsualExponent() throws Exception {
    assertThat(ClientKey.isAllowed(ForeignCertificates.rsa(2048, 64))).isTrue();
    assertThat(ClientKey.isAllowed(ForeignCertificates.rsa(2048, 65))).isFalse();
  }

  @Test
  void keysWithCheapSignaturesAreTrusted() throws Exception {
    for (PublicKey cheap :
        List.of(
            ForeignCertificates.rsa(8192, 64),
            ForeignCertificates.ec("secp521r1").getPublic(),
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic(),
            KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPublic())) {
      Map<String, Object> json = json(CLIENT);
      json.put("trustedCertificates", certificate(cheap));

      assertThat(faults(json)).isEmpty();
    }
  }
}
