package webhooks.domain.delivery.history.reconcile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * How many events an hour has, and the XOR of the SHA-256 hashes of their message ids. Each id is
 * hashed as its lower-case text. So the digest does not depend on an order. For one thread.
 */
final class HourDigest {
  /** The number of bytes of a hash. */
  static final int BYTES = 32;

  private final byte[] hash;
  private long count;

  /** Creates the digest of an hour without events. */
  HourDigest() {
    this(0, new byte[BYTES]);
  }

  /** Creates a digest that a receiver has made. */
  HourDigest(long count, byte[] hash) {
    this.count = count;
    this.hash = hash.clone();
  }

  /** Adds an event. */
  void add(UUID messageId) {
    byte[] added = sha256().digest(messageId.toString().getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < BYTES; i++) {
      hash[i] ^= added[i];
    }
    count++;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Each Java runtime has SHA-256", e);
    }
  }

  /** Returns whether another digest has the same events. */
  boolean matches(HourDigest other) {
    return count == other.count && Arrays.equals(hash, other.hash);
  }

  /** Returns the number of events. */
  long count() {
    return count;
  }

  /** Returns the hash as lower-case hexadecimal digits. */
  String hash() {
    return HexFormat.of().formatHex(hash);
  }
}
