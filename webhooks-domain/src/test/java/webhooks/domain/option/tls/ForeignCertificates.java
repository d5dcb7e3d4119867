package webhooks.domain.option.tls;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.DSAPublicKeySpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/** Certificates and keys as other programs write them. */
final class ForeignCertificates {
  private static final byte[] ECDSA_WITH_SHA256 =
      HexFormat.of().parseHex("300a06082a8648ce3d040302");

  private ForeignCertificates() {}

  /** Returns a certificate of a key, in PEM. Nobody has signed it. */
  static String certificate(PublicKey key) {
    byte[] name = new X500Principal("CN=foreign").getEncoded();
    byte[] validity = Der.sequence(time("000101000000Z"), time("491231235959Z"));
    byte[] content =
        Der.sequence(
            new byte[] {2, 1, 1}, ECDSA_WITH_SHA256, name, validity, name, key.getEncoded());
    byte[] signature = Der.bitString(Der.sequence(new byte[] {2, 1, 1}, new byte[] {2, 1, 1}));
    return new Pem("CERTIFICATE", Der.sequence(content, ECDSA_WITH_SHA256, signature)).text();
  }

  private static byte[] time(String utc) {
    return Der.element(0x17, utc.getBytes(StandardCharsets.US_ASCII));
  }

  static KeyPair ec(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  /** Returns an RSA key of this size, whose factors nobody knows. */
  static PublicKey rsa(int bits) throws Exception {
    return rsa(bits, 17);
  }

  /** Returns an RSA key with a modulus and a public exponent of these sizes. */
  static PublicKey rsa(int bits, int exponentBits) throws Exception {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(odd(bits), odd(exponentBits)));
  }

  /** Returns a DSA key that Java needs seconds to verify a signature with. */
  static PublicKey dsa() throws Exception {
    BigInteger prime = odd(90_000);
    return KeyFactory.getInstance("DSA")
        .generatePublic(new DSAPublicKeySpec(BigInteger.TWO, prime, odd(256), BigInteger.TWO));
  }

  private static BigInteger odd(int bits) {
    return BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
  }

  /** Returns a key on P-384 as OpenSSL's {@code ecparam -genkey} writes it. */
  static String sec1(KeyPair pair) {
    byte[] value = new byte[48];
    byte[] number = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
    int sign = Math.max(0, number.length - value.length);
    System.arraycopy(
        number, sign, value, value.length - number.length + sign, number.length - sign);
    byte[] curve = HexFormat.of().parseHex("06052b81040022");
    byte[] key =
        Der.sequence(new byte[] {2, 1, 1}, Der.octetString(value), Der.element(0xa0, curve));
    return new Pem("EC PARAMETERS", curve).text() + new Pem("EC PRIVATE KEY", key).text();
  }

  /** Returns an RSA key that has a modulus and an exponent only. */
  static String withoutPrimes(KeyPair pair) throws Exception {
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) pair.getPrivate();
    return ClientKey.text(
        KeyFactory.getInstance("RSA")
            .generatePrivate(new RSAPrivateKeySpec(key.getModulus(), key.getPrivateExponent())));
  }
}
