package webhooks.domain.option.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static webhooks.domain.option.OptionRules.OTHER;
import static webhooks.domain.option.OptionRules.RECEIVER;
import static webhooks.domain.option.tls.ClientCertificates.builder;
import static webhooks.domain.option.tls.ClientCertificates.chain;
import static webhooks.domain.option.tls.ClientCertificates.client;
import static webhooks.domain.option.tls.ClientCertificates.issuer;
import static webhooks.domain.option.tls.ClientCertificates.json;
import static webhooks.domain.option.tls.ClientCertificates.request;
import static webhooks.domain.option.tls.ClientCertificates.root;
import static webhooks.domain.option.tls.ForeignCertificates.certificate;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.json.JsonText;
import webhooks.domain.option.WebhookOptions;

/** The rules of a client certificate (OPTIONS, section 2). */
class ClientTlsTest {
  private static final HeldCertificate CLIENT = client("client");
  private static final WebhookOptions OPTIONS = ClientCertificates.options(CLIENT, RECEIVER);

  private static final String KEY = "tls.privateKey";
  private static final String CHAIN = "tls.certificateChain";

  private static WebhookOptions apply(Object json) {
    return apply(WebhookOptions.NONE, json);
  }

  private static WebhookOptions apply(WebhookOptions before, Object json) {
    return request(json).applyTo(before, RECEIVER);
  }

  private static List<String> faults(WebhookOptions before, Object json) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> apply(before, json));
    return refusal == null
        ? List.of()
        : refusal.details().stream()
            .map(fault -> fault.code().text() + " " + fault.target().orElse(""))
            .toList();
  }

  private static List<String> faults(Object json) {
    return faults(WebhookOptions.NONE, json);
  }

  private static String message(Object json) {
    return catchThrowableOfType(Refusal.class, () -> apply(json)).details().stream()
        .map(Fault::message)
        .reduce("", String::concat);
  }

  private static ClientTls tls(WebhookOptions options) {
    return options.tls().orElseThrow();
  }

  @Test
  void keepsCertificatesAndKey() {
    assertThat(tls(OPTIONS).chain()).containsExactly(CLIENT.certificate(), issuer().certificate());
    assertThat(tls(OPTIONS).key()).isEqualTo(CLIENT.keyPair().getPrivate());
    assertThat(tls(OPTIONS).authorities()).isEmpty();
    assertThat(tls(OPTIONS).isBoundTo(RECEIVER)).isTrue();
    assertThat(WebhookOptions.parse(OPTIONS.stored()).changes(OPTIONS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void takesUsualCurves(String curve) throws Exception {
    KeyPair pair = ForeignCertificates.ec(curve);
    String key = ClientKey.text(pair.getPrivate());

    assertThat(tls(apply(json(certificate(pair.getPublic()), key))).key())
        .isEqualTo(pair.getPrivate());
  }

  @ParameterizedTest
  @CsvSource({"2047, false", "2048, true", "4096, true", "4097, false"})
  void takesRsaOfUsualSizes(int bits, boolean allowed) throws Exception {
    Object json = json(certificate(ForeignCertificates.rsa(bits)), CLIENT.privateKeyPkcs8Pem());

    assertThat(faults(json)).containsExactly("InvalidValue " + (allowed ? KEY : CHAIN));
  }

  /** The older forms have no algorithm: the certificate has it. */
  @Test
  void takesOlderFormsOfKeys() throws Exception {
    HeldCertificate rsa = builder("client").rsa2048().build();
    KeyPair pair = ForeignCertificates.ec("secp384r1");
    String ec = certificate(pair.getPublic());

    assertThat(tls(apply(json(chain(rsa), rsa.privateKeyPkcs1Pem()))).key())
        .isEqualTo(rsa.keyPair().getPrivate());
    assertThat(tls(apply(json(ec, ForeignCertificates.sec1(pair)))).key())
        .isInstanceOfSatisfying(
            ECPrivateKey.class,
            key -> assertThat(key.getS()).isEqualTo(((ECPrivateKey) pair.getPrivate()).getS()));
    assertThat(faults(json(ec, rsa.privateKeyPkcs1Pem()))).containsExactly("InvalidValue " + KEY);
  }

  @Test
  void encryptedKeyIsRefusedWithTheCommand() {
    for (String key :
        List.of(
            CLIENT.privateKeyPkcs8Pem().replace(" PRIVATE", " ENCRYPTED PRIVATE"),
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAA==\n"
                + "-----END RSA PRIVATE KEY-----\n")) {
      assertThat(message(json(chain(CLIENT), key))).contains("openssl pkey -in key.pem");
    }
  }

  @Test
  void keyOfAnotherCertificateIsRefused() throws Exception {
    for (PrivateKey other :
        List.of(
            ForeignCertificates.ec("secp256r1").getPrivate(),
            ForeignCertificates.ec("secp384r1").getPrivate(),
            builder("rsa").rsa2048().build().keyPair().getPrivate())) {
      assertThat(faults(json(chain(CLIENT), ClientKey.text(other))))
          .containsExactly("InvalidValue " + KEY);
    }
  }

  /** An RSA key without its primes, or with other ones, makes a signature cost many times more. */
  @Test
  void keyWithoutPrimesIsRefused() throws Exception {
    HeldCertificate rsa = builder("client").rsa2048().build();

    assertThat(faults(json(chain(rsa), ForeignCertificates.withoutPrimes(rsa.keyPair()))))
        .containsExactly("InvalidValue " + KEY);
  }

  @Test
  void chainMustBeInOrder() {
    String leaf = CLIENT.certificatePem();
    String key = CLIENT.privateKeyPkcs8Pem();

    assertThat(faults(json(leaf, key))).isEmpty();
    assertThat(faults(json(chain(CLIENT) + root().certificatePem(), key))).isEmpty();
    assertThat(faults(json(leaf + root().certificatePem(), key)))
        .containsExactly("InvalidValue " + CHAIN);
    assertThat(faults(json(leaf + root().certificatePem() + issuer().certificatePem(), key)))
        .containsExactly("InvalidValue " + CHAIN);
  }

  /** The issuer's name alone does not make it the issuer. */
  @Test
  void chainMustBeSigned() {
    HeldCertificate impostor =
        new HeldCertificate.Builder().commonName("Issuer").certificateAuthority(0).build();

    assertThat(
            faults(
                json(
                    CLIENT.certificatePem() + impostor.certificatePem(),
                    CLIENT.privateKeyPkcs8Pem())))
        .containsExactly("InvalidValue " + CHAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no PEM",
        "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nAA=="
      })
  void damagedCertificateIsRefused(String chain) {
    assertThat(faults(json(chain, CLIENT.privateKeyPkcs8Pem())))
        .containsExactly("InvalidValue " + CHAIN);
  }

  /** A key among the certificates would be shown to the receiver's owner. */
  @Test
  void keyAmongCertificatesIsRefused() {
    assertThat(faults(json(chain(CLIENT) + CLIENT.privateKeyPkcs8Pem(), null)))
        .contains("InvalidValue " + CHAIN);
  }

  @Test
  void sizesAreBounded() {
    String key = CLIENT.privateKeyPkcs8Pem();

    assertThat(faults(json(issuer().certificatePem().repeat(11), key)))
        .containsExactly("LimitExceeded " + CHAIN);
    assertThat(faults(json(" ".repeat(16 * 1024) + chain(CLIENT), key)))
        .containsExactly("LimitExceeded " + CHAIN);
    assertThat(faults(json(chain(CLIENT), " ".repeat(8 * 1024) + key)))
        .containsExactly("LimitExceeded " + KEY);
    Map<String, Object> json = json(CLIENT);
    json.put("trustedCertificates", root().certificatePem().repeat(11));
    assertThat(faults(json)).containsExactly("LimitExceeded tls.trustedCertificates");
  }

  @Test
  void allFaultsAreNamed() {
    assertThat(faults(Map.of("trustedCertificates", "none", "color", "red", "origin", "x")))
        .containsExactlyInAnyOrder(
            "InvalidValue " + CHAIN,
            "InvalidValue tls.trustedCertificates",
            "InvalidProperty tls.color",
            "InvalidProperty tls.origin");
    assertThat(faults("text")).containsExactly("InvalidValue tls");
  }

  @Test
  void keyIsNeverShown() {
    String shown = JsonText.of(OPTIONS.shown(RECEIVER));

    assertThat(shown)
        .contains(
            "\"subject\":\"CN=client\"",
            "\"issuer\":\"CN=Issuer\"",
            "\"bound\":true",
            "\"notAfter\":\"20")
        .containsPattern("\"sha256\":\"[0-9a-f]{64}\"")
        .doesNotContain("PRIVATE", "privateKey");
    assertThat(tls(OPTIONS).toString()).doesNotContain("BEGIN");
  }

  @Test
  void keyThatIsLeftOutStays() {
    HeldCertificate renewed = builder("client").keyPair(CLIENT.keyPair()).build();
    WebhookOptions after = apply(OPTIONS, json(chain(renewed), null));

    assertThat(tls(after).chain().get(0)).isEqualTo(renewed.certificate());
    assertThat(tls(after).key()).isEqualTo(CLIENT.keyPair().getPrivate());
    assertThat(faults(OPTIONS, json(chain(client("other")), null)))
        .containsExactly("InvalidValue " + KEY);
    assertThat(faults(json(chain(CLIENT), null))).containsExactly("InvalidValue " + KEY);
  }

  /** A caller who may change the URL must not use the key there. */
  @Test
  void keptKeyStaysWithItsOrigin() {
    WebhookOptions moved = request(json(chain(CLIENT), null)).applyTo(OPTIONS, OTHER);

    assertThat(tls(moved).isBoundTo(OTHER)).isFalse();
    assertThat(tls(OPTIONS.unbound()).isBoundTo(RECEIVER)).isFalse();
    assertThat(JsonText.of(OPTIONS.unbound().shown(RECEIVER))).contains("\"bound\":false");
    assertThat(tls(request(json(CLIENT)).applyTo(OPTIONS, OTHER)).isBoundTo(OTHER)).isTrue();
  }

  @Test
  void trustedCertificatesAreReplaced() {
    Map<String, Object> json = json(CLIENT);
    json.put("trustedCertificates", root().certificatePem());
    WebhookOptions trusting = apply(json);

    assertThat(tls(trusting).authorities()).containsExactly(root().certificate());
    assertThat(tls(WebhookOptions.parse(trusting.stored())).authorities())
        .containsExactly(root().certificate());
    assertThat(tls(apply(trusting, json(CLIENT))).authorities()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1, false", "0, true", "59, true", "60, false"})
  void certificateMustBeValidNow(long minutes, boolean isValid) {
    Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    HeldCertificate hour =
        builder("client")
            .validityInterval(begin.toEpochMilli(), begin.plus(Duration.ofHours(1)).toEpochMilli())
            .build();
    Faults faults = new Faults();

    tls(apply(json(hour))).checkValidity("tls", begin.plus(Duration.ofMinutes(minutes)), faults);

    assertThat(faults.all().isEmpty()).isEqualTo(isValid);
  }
}
