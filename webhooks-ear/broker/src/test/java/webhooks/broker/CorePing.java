package webhooks.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** The first bytes of a client of Artemis core, with a ping. */
final class CorePing {
  /** The size of the ping, and of its answer. */
  static final int SIZE = 21;

  private static final String PREFIX = "ARTEMIS";

  private CorePing() {}

  static byte[] bytes() {
    return ByteBuffer.allocate(PREFIX.length() + SIZE)
        .put(PREFIX.getBytes(US_ASCII))
        .putInt(SIZE - Integer.BYTES)
        .put((byte) 10)
        .putLong(0)
        .putLong(60_000)
        .array();
  }
}
