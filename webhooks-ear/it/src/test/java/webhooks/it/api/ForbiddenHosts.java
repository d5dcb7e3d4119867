package webhooks.it.api;

import java.util.List;

/** Hosts that deliveries must not be sent to, as they can be written in a URL. */
final class ForbiddenHosts {
  private ForbiddenHosts() {}

  /** One address at least of each range. */
  static final List<String> ADDRESSES =
      List.of(
          "0.0.0.0",
          "0.1.2.3",
          "10.0.0.1",
          "10.255.255.255",
          "100.64.0.1",
          "100.127.255.255",
          "127.0.0.1",
          "127.255.255.254",
          "169.254.169.254",
          "172.16.0.1",
          "172.31.255.255",
          "192.0.0.1",
          "192.0.2.1",
          "192.88.99.1",
          "192.168.0.1",
          "198.18.0.1",
          "198.19.255.255",
          "198.51.100.1",
          "203.0.113.1",
          "224.0.0.1",
          "239.255.255.255",
          "240.0.0.1",
          "255.255.255.255",
          "[::]",
          "[::1]",
          "[::ffff:127.0.0.1]",
          "[::ffff:a00:1]",
          "[::127.0.0.1]",
          "[::a00:1]",
          "[64:ff9b::10.0.0.1]",
          "[64:ff9b::7f00:1]",
          "[64:ff9b:1::1]",
          "[100::1]",
          "[2001::1]",
          "[2001:1ff::1]",
          "[2001:db8::1]",
          "[2002:a00:1::1]",
          "[2002:7f00:1::1]",
          "[3fff::1]",
          "[3fff:fff::1]",
          "[5f00::1]",
          "[fc00::1]",
          "[fdff::1]",
          "[fe80::1]",
          "[fec0::1]",
          "[ff02::1]");

  /** Other spellings of such addresses, and names that stand for this host by themselves. */
  static final List<String> SPELLINGS =
      List.of(
          "2130706433",
          "017700000001",
          "0x7f000001",
          "0x7f.0.0.1",
          "0177.0.0.1",
          "127.1",
          "127.0.1",
          "0",
          "10.1",
          "0xa000001",
          "127.0.0.1.",
          "2130706433.",
          "localhost",
          "localhost.",
          "LOCALHOST",
          "a.localhost",
          "a.b.localhost.");

  /** What ends in a number and is no IPv4 address, and an address with a scope. */
  static final List<String> MALFORMED =
      List.of("127.0.0.256", "1.2.3.4.5", "example.1", "example.0x1", "[fe80::1%25eth0]");
}
