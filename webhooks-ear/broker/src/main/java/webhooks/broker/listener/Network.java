package webhooks.broker.listener;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The addresses that one client can have: of IPv4 one address, of IPv6 a network of 64 bits.
 *
 * @param bytes the address, or the beginning of it that all have
 */
public record Network(ByteBuffer bytes) {
  private static final int MAX_BYTES = 8;

  /** Returns the network of an address. All addresses that are not of the Internet have one. */
  public static Network of(SocketAddress address) {
    byte[] bytes =
        address instanceof InetSocketAddress internet
            ? internet.getAddress().getAddress()
            : new byte[0];
    return new Network(ByteBuffer.wrap(Arrays.copyOf(bytes, Math.min(bytes.length, MAX_BYTES))));
  }
}
