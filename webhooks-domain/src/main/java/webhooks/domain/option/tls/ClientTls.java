package webhooks.domain.option.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.address.Origin;
import webhooks.domain.error.Faults;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionContext;
import webhooks.domain.option.value.OptionValue;
import webhooks.domain.page.Timestamps;

/**
 * The client certificate that the product shows to the receiver of a webhook, and the authorities
 * that it trusts there.
 *
 * <p>The certificate belongs to the origin of the callback URL, as every credential. No request is
 * sent without it. Stored values are decoded only when an attempt or an owner needs them.
 *
 * @param certificateChain PEM: the certificate, then the one that has issued it, and so on
 * @param privateKey PKCS 8 in PEM, never shown
 * @param trustedCertificates PEM: the authorities that this webhook trusts in place of the public
 *     ones; empty for the public ones
 * @param origin the origin of the callback URL when the key was set
 */
public record ClientTls(
    String certificateChain, String privateKey, String trustedCertificates, Origin origin)
    implements Option {
  private static final String CHAIN = "certificateChain";
  private static final String KEY = "privateKey";
  private static final String TRUSTED = "trustedCertificates";

  /** Reads the option. If the key is left out, a key of the same certificate stays. */
  public static Optional<ClientTls> read(OptionValue value, OptionContext context) {
    if (!value.isObject()) {
      return Optional.empty();
    }
    Optional<ClientTls> read =
        context.receiver().isEmpty() ? stored(value, context) : given(value, context);
    value.refuseUnknown();
    return read;
  }

  private static Optional<ClientTls> stored(OptionValue value, OptionContext context) {
    Optional<String> chain = value.requiredText(CHAIN);
    Optional<String> key = value.requiredText(KEY);
    String trusted = value.member(TRUSTED).flatMap(OptionValue::text).orElse("");
    Origin origin = context.originOf(value);
    return chain.flatMap(
        certificates -> key.map(secret -> new ClientTls(certificates, secret, trusted, origin)));
  }

  private static Optional<ClientTls> given(OptionValue value, OptionContext context) {
    Optional<OptionValue> chain = value.member(CHAIN);
    if (chain.isEmpty()) {
      value.invalid(CHAIN, "is required");
    }
    Optional<List<X509Certificate>> certificates =
        chain.flatMap(PemCertificates::read).filter(read -> isChain(read, chain.get()));
    Optional<OptionValue> trusted = value.member(TRUSTED);
    Optional<String> authorities =
        trusted.isEmpty()
            ? Optional.of("")
            : trusted.flatMap(PemCertificates::read).map(PemCertificates::text);
    Optional<OptionValue> key = value.member(KEY);
    if (certificates.isEmpty()) {
      return Optional.empty();
    }
    String text = PemCertificates.text(certificates.get());
    PublicKey publicKey = certificates.get().get(0).getPublicKey();
    Optional<ClientTls> read =
        key.isPresent()
            ? ClientKey.read(key.get(), publicKey)
                .map(secret -> new ClientTls(text, secret, "", context.originOf(value)))
            : kept(text, publicKey, value, context);
    return read.flatMap(tls -> authorities.map(tls::withTrusted));
  }

  private static Optional<ClientTls> kept(
      String chain, PublicKey publicKey, OptionValue whole, OptionContext context) {
    Optional<ClientTls> before =
        context
            .before(ClientTls.class)
            .filter(one -> one.certificate().getPublicKey().equals(publicKey));
    if (before.isEmpty()) {
      whole.invalid(KEY, "is required, because the first certificate belongs to no key here");
    }
    return before.map(one -> new ClientTls(chain, one.privateKey, "", one.origin));
  }

  private ClientTls withTrusted(String authorities) {
    return new ClientTls(certificateChain, privateKey, authorities, origin);
  }

  private static boolean isChain(List<X509Certificate> certificates, OptionValue value) {
    if (!ClientKey.isAllowed(certificates.get(0).getPublicKey())) {
      value.invalid(ClientKey.RULE + " in the first certificate");
      return false;
    }
    for (int i = 1; i < certificates.size(); i++) {
      if (!isIssuedBy(certificates.get(i - 1), certificates.get(i))) {
        value.invalid("must have each certificate after the one that it has issued");
        return false;
      }
    }
    return true;
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    } catch (GeneralSecurityException | RuntimeException e) {
      // Java's providers throw both for keys and signatures that do not fit.
      return false;
    }
  }

  /**
   * Returns the JSON of a change with a key that was made here, if it names no key and its first
   * certificate belongs to this one.
   *
   * @param given the JSON of the option
   * @param privateKey PKCS 8 in PEM
   */
  static Optional<Map<String, Object>> completed(Object given, String privateKey) {
    if (!(given instanceof Map<?, ?> members)
        || members.get(KEY) != null
        || members.get(CHAIN) == null) {
      return Optional.empty();
    }
    return PemCertificates.read(new OptionValue(CHAIN, members.get(CHAIN), new Faults()))
        .map(certificates -> certificates.get(0).getPublicKey())
        .filter(ClientKey::isAllowed)
        .filter(key -> KeyRequest.ALGORITHM.equals(key.getAlgorithm()))
        .filter(key -> ClientKey.isPair(ClientKey.parse(privateKey, KeyRequest.ALGORITHM), key))
        .map(
            key -> {
              Map<String, Object> json = new LinkedHashMap<>();
              members.forEach((name, value) -> json.put((String) name, value));
              json.put(KEY, privateKey);
              return json;
            });
  }

  /** Adds a fault unless the certificate is valid at this time. */
  public void checkValidity(String name, Instant now, Faults faults) {
    if (!isValid(now)) {
      String path = name + "." + CHAIN;
      faults.invalid(path, "'" + path + "' must begin with a certificate that is valid now.");
    }
  }

  private boolean isValid(Instant now) {
    X509Certificate certificate = certificate();
    return !Date.from(now).before(certificate.getNotBefore()) && now.isBefore(notAfter());
  }

  /** Returns whether this receiver gets the certificate. */
  public boolean isBoundTo(Origin receiver) {
    return origin.equals(receiver);
  }

  /**
   * Returns the certificate and its issuers.
   *
   * @throws IllegalStateException if they can't be read
   */
  public List<X509Certificate> chain() {
    return PemCertificates.parse(certificateChain);
  }

  private X509Certificate certificate() {
    return chain().get(0);
  }

  /** Returns when the certificate ends. */
  public Instant notAfter() {
    return certificate().getNotAfter().toInstant();
  }

  /**
   * Returns the private key.
   *
   * @throws IllegalStateException if it can't be read
   */
  public PrivateKey key() {
    return ClientKey.parse(privateKey, certificate().getPublicKey().getAlgorithm());
  }

  /**
   * Returns the authorities that this webhook trusts in place of the public ones; empty for the
   * public ones.
   *
   * @throws IllegalStateException if they can't be read
   */
  public List<X509Certificate> authorities() {
    return trustedCertificates.isEmpty() ? List.of() : PemCertificates.parse(trustedCertificates);
  }

  /** Returns about the number of bytes that the decoded values need. */
  public int size() {
    return 4 * (certificateChain.length() + privateKey.length() + trustedCertificates.length());
  }

  @Override
  public ClientTls unbound() {
    return new ClientTls(certificateChain, privateKey, trustedCertificates, Origin.NONE);
  }

  @Override
  public Object stored() {
    Map<String, Object> json = certificates();
    json.put(KEY, privateKey);
    json.put(OptionContext.ORIGIN, origin.text());
    return json;
  }

  @Override
  public Object shown(Origin receiver) {
    X509Certificate certificate = certificate();
    Map<String, Object> json = certificates();
    json.put("subject", certificate.getSubjectX500Principal().getName());
    json.put("issuer", certificate.getIssuerX500Principal().getName());
    json.put("notAfter", Timestamps.utcMillis(notAfter()));
    json.put("sha256", HexFormat.of().formatHex(sha256(PemCertificates.encoded(certificate))));
    json.put("bound", isBoundTo(receiver));
    return json;
  }

  private Map<String, Object> certificates() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(CHAIN, certificateChain);
    if (!trustedCertificates.isEmpty()) {
      json.put(TRUSTED, trustedCertificates);
    }
    return json;
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java has no SHA-256", e);
    }
  }

  /** Returns a description without values. */
  @Override
  public String toString() {
    return "ClientTls[]";
  }
}
