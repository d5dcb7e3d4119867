package webhooks.settings.tls;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Permits the exchange of keys on elliptic curves only, in each version of TLS.
 *
 * <p>The other peer chooses the size of a finite field, and a message that costs it nothing then
 * costs this process many times a normal handshake: with 8,192 bits a few messages in a second
 * occupy a processor. Java's own rules, such as {@code jdk.tls.disabledAlgorithms}, still apply.
 */
final class EllipticKeys implements AlgorithmConstraints {
  /** Java's names of such an exchange, of its groups, and of the cipher suites before TLS 1.3. */
  private static final Pattern FINITE_FIELD =
      Pattern.compile("DH|DiffieHellman|ffdhe\\d+|TLS_DHE?_.*");

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
    return !FINITE_FIELD.matcher(algorithm).matches();
  }

  @Override
  public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
    return permits(primitives, key.getAlgorithm(), (AlgorithmParameters) null);
  }

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
    return permits(primitives, algorithm, parameters) && permits(primitives, key);
  }
}
