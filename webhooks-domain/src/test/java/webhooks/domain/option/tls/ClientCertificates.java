package webhooks.domain.option.tls;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import webhooks.domain.address.Origin;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.WebhookOptions;

/** Client certificates of an authority, and options with them, for tests. */
public final class ClientCertificates {
  /** Senders under test have clocks of their own. */
  private static final Instant END = Instant.parse("2099-01-01T00:00:00Z");

  private static final HeldCertificate ROOT =
      new HeldCertificate.Builder().commonName("Root").certificateAuthority(1).build();
  private static final HeldCertificate ISSUER =
      new HeldCertificate.Builder()
          .commonName("Issuer")
          .certificateAuthority(0)
          .signedBy(ROOT)
          .build();

  private ClientCertificates() {}

  /** Returns the certificate of the authority. */
  public static HeldCertificate root() {
    return ROOT;
  }

  /** Returns the certificate that has issued the ones of {@link #client}. */
  public static HeldCertificate issuer() {
    return ISSUER;
  }

  /** Returns a certificate of the authority. */
  public static HeldCertificate client(String name) {
    return builder(name).build();
  }

  /** Returns a builder of a certificate of the authority. */
  public static HeldCertificate.Builder builder(String name) {
    return new HeldCertificate.Builder()
        .commonName(name)
        .validityInterval(0, END.toEpochMilli())
        .signedBy(ISSUER);
  }

  /** Returns a certificate with the one of its issuer. */
  public static String chain(HeldCertificate client) {
    return client.certificatePem() + ISSUER.certificatePem();
  }

  /** Returns the JSON of the option. */
  public static Map<String, Object> json(HeldCertificate client) {
    return json(chain(client), client.privateKeyPkcs8Pem());
  }

  /**
   * Returns the JSON of the option.
   *
   * @param privateKey null for none
   */
  public static Map<String, Object> json(String chain, String privateKey) {
    Map<String, Object> json = new HashMap<>();
    json.put("certificateChain", chain);
    json.put("privateKey", privateKey);
    return json;
  }

  /** Returns a request with the option. */
  public static ChangeOptions request(Object tls) {
    return new ChangeOptions(Map.of("tls", tls), false, List.of());
  }

  /** Returns options with a certificate for a receiver. */
  public static WebhookOptions options(HeldCertificate client, Origin receiver) {
    return request(json(client)).applyTo(WebhookOptions.NONE, receiver);
  }
}
