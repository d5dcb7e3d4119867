package webhooks.listener;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.glassfish.grizzly.Connection;

/**
 * The network that a connection comes from: an IPv4 address, or an IPv6 network of 64 bits, because
 * one client can have all addresses of such a network. Nothing else is known of a caller before its
 * token is accepted. The callers behind a proxy share its address.
 *
 * @param address the bytes of the address or the network
 */
record ClientNetwork(ByteBuffer address) {
  private static final int SITE_BYTES = 6;

  static ClientNetwork of(InetAddress client) {
    byte[] bytes = client.getAddress();
    int length = client instanceof Inet6Address ? Long.BYTES : bytes.length;
    return new ClientNetwork(ByteBuffer.wrap(bytes, 0, length));
  }

  static ClientNetwork of(Connection<?> connection) {
    return of(
        connection.getPeerAddress() instanceof InetSocketAddress peer
            ? peer.getAddress()
            : InetAddress.getLoopbackAddress());
  }

  /**
   * Returns the network of 48 bits that an IPv6 network belongs to, because one client can have all
   * 65,536 networks of 64 bits in it, and an IPv4 address itself.
   */
  ClientNetwork site() {
    return new ClientNetwork(address.slice(0, Math.min(address.remaining(), SITE_BYTES)));
  }
}
