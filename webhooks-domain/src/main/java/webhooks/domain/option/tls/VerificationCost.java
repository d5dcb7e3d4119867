package webhooks.domain.option.tls;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * Bounds the time that it takes to verify a signature of a certificate.
 *
 * <p>Others choose the keys of certificates, and the product verifies on threads that many requests
 * and connections share. DSA keys can have 90,000 bits, and exponents of RSA keys thousands of
 * bits: one signature then takes up to seconds.
 */
public final class VerificationCost {
  /** The rule of {@link #isCheap}. */
  static final String RULE =
      "must have RSA keys of at most 8192 bits with exponents of at most 64 bits, or keys on"
          + " elliptic curves";

  private static final int MAX_RSA_BITS = 8192;
  private static final int MAX_EXPONENT_BITS = 64;

  private VerificationCost() {}

  /** Returns whether a signature by this key is verified in a short time. */
  public static boolean isCheap(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return rsa.getModulus().bitLength() <= MAX_RSA_BITS
          && rsa.getPublicExponent().bitLength() <= MAX_EXPONENT_BITS;
    }
    // Java knows named curves only. A certificate with another curve has a key of neither type.
    return key instanceof ECPublicKey || key instanceof EdECPublicKey;
  }
}
