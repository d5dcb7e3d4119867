package webhooks.it.harness.receiver;

import java.util.List;

/** Hosts in URLs to which the product must not send deliveries. */
public final class ForbiddenHosts {
  private ForbiddenHosts() {}

  /** One address of each kind. {@code AddressPolicyTest} tests the limits of every range. */
  public static final List<String> ADDRESSES =
      List.of(
          "0.0.0.0",
          "10.0.0.1",
          "100.64.0.1",
          "127.0.0.1",
          "169.254.169.254",
          "172.16.0.1",
          "192.168.0.1",
          "224.0.0.1",
          "255.255.255.255",
          "[::1]",
          "[::ffff:a00:1]",
          "[64:ff9b::7f00:1]",
          "[2002:7f00:1::1]",
          "[fc00::1]",
          "[fe80::1]",
          "[ff02::1]");

  /** One spelling of each kind, and names of loopback. {@code CallbackHostTest} tests all. */
  public static final List<String> SPELLINGS =
      List.of(
          "2130706433",
          "0x7f000001",
          "0177.0.0.1",
          "127.1",
          "127.0.0.1.",
          "LOCALHOST",
          "a.b.localhost.");

  /** An invalid IPv4 address, and an address with a scope. */
  public static final List<String> MALFORMED = List.of("127.0.0.256", "[fe80::1%25eth0]");
}
