package webhooks.domain.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network: the IPv4 or IPv6 addresses that begin with the same bits. */
final class Network {
  /** Matches IPv4 addresses in one unambiguous spelling, without octal numbers and short forms. */
  private static final Pattern CIDR =
      Pattern.compile(
          "(?:(?<ip4>(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3})"
              + "|(?<ip6>[0-9a-fA-F:.]*:[0-9a-fA-F:.]*))"
              + "/(?<bits>0|[1-9][0-9]{0,2})");

  private static final int MAPPED_BITS = 96;

  private final byte[] base;
  private final int bits;

  private Network(byte[] base, int bits) {
    this.base = base;
    this.bits = bits;
  }

  /**
   * Reads a network in CIDR notation. A network of IPv4-mapped addresses becomes the network of
   * their IPv4 addresses.
   *
   * @throws IllegalArgumentException if the text is not a network, or has bits set after its
   *     prefix; the message is the rule, to be put after the name of the setting
   */
  static Network parse(String cidr) {
    Matcher matcher = CIDR.matcher(cidr);
    if (!matcher.matches()) {
      throw notCidr();
    }
    int bits = Integer.parseInt(matcher.group("bits"));
    byte[] base =
        matcher.group("ip4") == null ? ip6(matcher.group("ip6")) : ip4(matcher.group("ip4"));
    if (matcher.group("ip6") != null && base.length == 4) {
      // Java reads an IPv4-mapped address as its IPv4 address.
      bits -= MAPPED_BITS;
    }
    if (bits < 0 || bits > base.length * 8) {
      throw notCidr();
    }
    Network network = new Network(base, bits);
    if (!network.isAligned()) {
      throw new IllegalArgumentException("must hold networks without bits beyond their prefix");
    }
    return network;
  }

  /** Returns whether the network contains the address, given as 4 or as 16 bytes. */
  boolean contains(byte[] address) {
    int whole = bits / 8;
    return address.length == base.length
        && Arrays.equals(address, 0, whole, base, 0, whole)
        && (bits % 8 == 0 || ((address[whole] ^ base[whole]) & partialMask()) == 0);
  }

  /** Returns the mask for the prefix bits in the byte where the prefix ends. */
  private int partialMask() {
    return 0xff00 >> bits % 8 & 0xff;
  }

  private boolean isAligned() {
    for (int bit = bits; bit < base.length * 8; bit++) {
      if ((base[bit / 8] & 0x80 >> bit % 8) != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ip4(String text) {
    return Ipv4Literal.parse(text.split("\\.")).orElseThrow(Network::notCidr);
  }

  private static byte[] ip6(String text) {
    try {
      // Java never looks up a text in brackets.
      return InetAddress.getByName("[" + text + "]").getAddress();
    } catch (UnknownHostException e) {
      throw notCidr();
    }
  }

  private static IllegalArgumentException notCidr() {
    return new IllegalArgumentException(
        "must be a comma-separated list of networks such as 10.1.0.0/16 or fd00::/8");
  }
}
