package webhooks.domain.option.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/**
 * A new key on P-256, and the request for its certificate (RFC 2986).
 *
 * @param privateKey PKCS 8 in PEM, never shown
 * @param certificateRequest the request in PEM, for an authority
 * @param subject the name in the request, as RFC 2253 writes it
 */
public record KeyRequest(String privateKey, String certificateRequest, String subject) {
  /** The algorithm of the key. */
  static final String ALGORITHM = "EC";

  /** ecdsa-with-SHA256 (RFC 5758). */
  private static final byte[] ECDSA_WITH_SHA256 =
      HexFormat.of().parseHex("300a06082a8648ce3d040302");

  /** The context-specific tag 0, constructed. */
  private static final int ATTRIBUTES = 0xa0;

  /** Makes a key and a request for its certificate. */
  public static KeyRequest make(X500Principal subject) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new KeyRequest(
          ClientKey.text(pair.getPrivate()),
          new Pem("CERTIFICATE REQUEST", request(subject, pair)).text(),
          subject.getName());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java makes no key on P-256", e);
    }
  }

  private static byte[] request(X500Principal subject, KeyPair pair)
      throws GeneralSecurityException {
    byte[] info =
        Der.sequence(
            Der.ZERO, subject.getEncoded(), pair.getPublic().getEncoded(), Der.element(ATTRIBUTES));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(info);
    return Der.sequence(info, ECDSA_WITH_SHA256, Der.bitString(signature.sign()));
  }

  /** Returns a description without the key. */
  @Override
  public String toString() {
    return "KeyRequest[" + subject + "]";
  }
}
