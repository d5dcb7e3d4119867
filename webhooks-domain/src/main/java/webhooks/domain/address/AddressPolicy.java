package webhooks.domain.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import webhooks.settings.InvalidSetting;

/**
 * Decides which addresses deliveries may be sent to: public addresses, and the addresses of allowed
 * networks.
 *
 * <p>An IPv6 address that contains an IPv4 address is public if the IPv4 address is: mapped ({@code
 * ::ffff:0:0/96}), translated by NAT64 ({@code 64:ff9b::/96}) or tunnelled by 6to4 ({@code
 * 2002::/16}). An allowed IPv4 network permits mapped addresses too. It does not permit the other
 * two, whose packets pass a gateway that may reach other networks: they need an allowed IPv6
 * network.
 */
public final class AddressPolicy {
  private static final String KEY = "webhooks.delivery.allowed-networks";

  private static final List<Network> NOT_PUBLIC =
      Stream.of(
              "0.0.0.0/8", // this network
              "10.0.0.0/8", // private
              "100.64.0.0/10", // shared by carriers
              "127.0.0.0/8", // loopback
              "168.63.129.16/32", // Azure's platform, for its virtual machines only
              "169.254.0.0/16", // link-local, and the metadata of clouds
              "172.16.0.0/12", // private
              "192.0.0.0/24", // protocol assignments
              "192.0.2.0/24", // documentation
              "192.88.99.0/24", // relays of 6to4
              "192.168.0.0/16", // private
              "198.18.0.0/15", // benchmarks
              "198.51.100.0/24", // documentation
              "203.0.113.0/24", // documentation
              "224.0.0.0/4", // multicast
              "240.0.0.0/4", // reserved, and broadcast
              "2001::/23", // protocol assignments, Teredo
              "2001:db8::/32", // documentation
              "3fff::/20") // documentation
          .map(Network::parse)
          .toList();

  private static final byte[] MAPPED_PREFIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  /** The public IPv6 addresses; all others have special purposes or are unassigned. */
  private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

  private static final Network NAT64 = Network.parse("64:ff9b::/96");
  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

  private final List<Network> allowed;

  /**
   * Creates the policy.
   *
   * @param allowedNetworks the setting {@code webhooks.delivery.allowed-networks}: IPv4 and IPv6
   *     networks in CIDR notation that may be called although they are not public
   * @throws InvalidSetting if one of them is not valid
   */
  public AddressPolicy(List<String> allowedNetworks) {
    try {
      allowed = allowedNetworks.stream().map(Network::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(KEY, e.getMessage());
    }
  }

  /**
   * Returns whether deliveries may be sent to the address. An address with a scope id is never
   * permitted.
   */
  public boolean permits(InetAddress address) {
    if (address instanceof Inet6Address ip6 && isScoped(ip6)) {
      return false;
    }
    byte[] bytes = unmapped(address.getAddress());
    return isIn(allowed, bytes) || isPublic(destination(bytes));
  }

  private static boolean isPublic(byte[] address) {
    boolean assigned = address.length == 4 || GLOBAL_UNICAST.contains(address);
    return assigned && !isIn(NOT_PUBLIC, address);
  }

  private static boolean isScoped(Inet6Address address) {
    return address.getScopeId() != 0 || address.getScopedInterface() != null;
  }

  /** Returns the IPv4 address of an IPv4-mapped address, and any other address unchanged. */
  private static byte[] unmapped(byte[] address) {
    boolean mapped =
        address.length == 16
            && Arrays.equals(
                address, 0, MAPPED_PREFIX.length, MAPPED_PREFIX, 0, MAPPED_PREFIX.length);
    return mapped ? Arrays.copyOfRange(address, 12, 16) : address;
  }

  /**
   * Returns the IPv4 address that a gateway forwards to, or the address itself if there is no
   * gateway.
   */
  private static byte[] destination(byte[] address) {
    if (NAT64.contains(address)) {
      return Arrays.copyOfRange(address, 12, 16);
    }
    if (SIX_TO_FOUR.contains(address)) {
      return Arrays.copyOfRange(address, 2, 6);
    }
    return address;
  }

  private static boolean isIn(List<Network> networks, byte[] address) {
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
