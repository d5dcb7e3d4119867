package webhooks.domain.address;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A second, obviously correct address policy to compare the product's with.
 *
 * <p>Addresses are texts of 0 and 1, and a network is a prefix. It shares no code with the product.
 */
final class NaivePolicy {
  static final List<String> NOT_PUBLIC =
      List.of(
          ("0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12"
                  + " 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15"
                  + " 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
                  + " 0:0:0:0:0:0:0:1/128 0:0:0:0:0:0:0:0/128 0:0:0:0:0:0:0:0/96"
                  + " 64:ff9b:1:0:0:0:0:0/48 100:0:0:0:0:0:0:0/64 2001:0:0:0:0:0:0:0/23"
                  + " 2001:db8:0:0:0:0:0:0/32 3fff:0:0:0:0:0:0:0/20 5f00:0:0:0:0:0:0:0/16"
                  + " fc00:0:0:0:0:0:0:0/7 fe80:0:0:0:0:0:0:0/10 fec0:0:0:0:0:0:0:0/10"
                  + " ff00:0:0:0:0:0:0:0/8")
              .split(" "));

  /** The networks that contain all public addresses. */
  static final List<String> GIVEN = List.of("0.0.0.0/0", "2000:0:0:0:0:0:0:0/3");

  /** The eight bits of each number. */
  private static final List<String> OCTETS =
      IntStream.range(0, 256).mapToObj(number -> binary(number, 8)).toList();

  private static final String MAPPED = prefix("0:0:0:0:0:ffff:0:0/96");
  private static final String NAT64 = prefix("64:ff9b:0:0:0:0:0:0/96");
  private static final String SIX_TO_FOUR = prefix("2002:0:0:0:0:0:0:0/16");

  private static final List<String> GIVEN_PREFIXES =
      GIVEN.stream().map(NaivePolicy::prefix).toList();

  private static final List<String> NOT_PUBLIC_PREFIXES =
      NOT_PUBLIC.stream().map(NaivePolicy::prefix).toList();

  private static final Map<String, String> PREFIXES = new HashMap<>();

  private final List<String> allowed;

  NaivePolicy(List<String> allowed) {
    this.allowed = allowed.stream().map(NaivePolicy::prefix).toList();
  }

  boolean permits(InetAddress address) {
    String bits = bits(address);
    return allowed.stream().anyMatch(bits::startsWith) || isPublic(bits);
  }

  private static boolean isPublic(String bits) {
    if (bits.startsWith(NAT64)) {
      return isPublic(MAPPED + bits.substring(96));
    }
    if (bits.startsWith(SIX_TO_FOUR)) {
      return isPublic(MAPPED + bits.substring(16, 48));
    }
    return GIVEN_PREFIXES.stream().anyMatch(bits::startsWith)
        && NOT_PUBLIC_PREFIXES.stream().noneMatch(bits::startsWith);
  }

  /** Returns 128 bits; an IPv4 address is mapped to IPv6. */
  private static String bits(InetAddress address) {
    StringBuilder bits = new StringBuilder();
    for (byte part : address.getAddress()) {
      bits.append(OCTETS.get(part & 0xff));
    }
    return bits.length() == 32 ? MAPPED + bits : bits.toString();
  }

  static String prefix(String cidr) {
    String[] parts = cidr.split("/");
    int length = Integer.parseInt(parts[1]);
    StringBuilder bits = new StringBuilder();
    if (parts[0].contains(":")) {
      Arrays.stream(parts[0].split(":"))
          .forEach(group -> bits.append(binary(Integer.parseInt(group, 16), 16)));
      return bits.substring(0, length);
    }
    Arrays.stream(parts[0].split("\\."))
        .forEach(group -> bits.append(binary(Integer.parseInt(group), 8)));
    return MAPPED + bits.substring(0, length);
  }

  private static String binary(int number, int width) {
    String digits = Integer.toBinaryString(number);
    return "0".repeat(width - digits.length()) + digits;
  }

  /** Returns the first or the last address of the network, as a number. */
  static BigInteger border(String cidr, boolean last) {
    String prefix = PREFIXES.computeIfAbsent(cidr, NaivePolicy::prefix);
    String bits = prefix + (last ? "1" : "0").repeat(128 - prefix.length());
    return new BigInteger(bits, 2);
  }
}
