package webhooks.broker.listener;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Groups the addresses that one client can have: one address of IPv4, or a network of IPv6 with 64
 * bits.
 *
 * @param bytes the address, or the beginning that all addresses of the network have
 */
public record ProducerNetwork(ByteBuffer bytes) {
  private static final int MAX_BYTES = 8;

  /** Returns the network of an address. All addresses that are not of the Internet share one. */
  public static ProducerNetwork of(SocketAddress address) {
    byte[] bytes =
        address instanceof InetSocketAddress internet
            ? internet.getAddress().getAddress()
            : new byte[0];
    return new ProducerNetwork(
        ByteBuffer.wrap(Arrays.copyOf(bytes, Math.min(bytes.length, MAX_BYTES))));
  }
}
