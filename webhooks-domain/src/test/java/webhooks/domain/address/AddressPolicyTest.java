package webhooks.domain.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.settings.InvalidSetting;

class AddressPolicyTest {
  private static final AddressPolicy POLICY = new AddressPolicy(List.of());

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # first       , last           , public before  , public after
          0.0.0.0       , 0.255.255.255  ,                , 1.0.0.0
          10.0.0.0      , 10.255.255.255 , 9.255.255.255  , 11.0.0.0
          100.64.0.0    , 100.127.255.255, 100.63.255.255 , 100.128.0.0
          127.0.0.0     , 127.255.255.255, 126.255.255.255, 128.0.0.0
          168.63.129.16 , 168.63.129.16  , 168.63.129.15  , 168.63.129.17
          169.254.0.0   , 169.254.255.255, 169.253.255.255, 169.255.0.0
          172.16.0.0    , 172.31.255.255 , 172.15.255.255 , 172.32.0.0
          192.0.0.0     , 192.0.0.255    , 191.255.255.255, 192.0.1.0
          192.0.2.0     , 192.0.2.255    , 192.0.1.255    , 192.0.3.0
          192.88.99.0   , 192.88.99.255  , 192.88.98.255  , 192.88.100.0
          192.168.0.0   , 192.168.255.255, 192.167.255.255, 192.169.0.0
          198.18.0.0    , 198.19.255.255 , 198.17.255.255 , 198.20.0.0
          198.51.100.0  , 198.51.100.255 , 198.51.99.255  , 198.51.101.0
          203.0.113.0   , 203.0.113.255  , 203.0.112.255  , 203.0.114.0
          224.0.0.0     , 239.255.255.255, 223.255.255.255,
          240.0.0.0     , 255.255.255.255,                ,
          """)
  void forbidsIpv4RangesInEveryForm(String first, String last, String before, String after) {
    assertThat(forms(first)).noneMatch(POLICY::permits);
    assertThat(forms(last)).noneMatch(POLICY::permits);
    assertThat(forms(before)).allMatch(POLICY::permits);
    assertThat(forms(after)).allMatch(POLICY::permits);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # first       , last                     , public before            , public after
          ::            , ::ffff:ffff              ,                          ,
          ::1           , ::1                      ,                          ,
          64:ff9b:1::   , 64:ff9b:1:ffff:ffff:ffff:ffff:ffff,                 ,
          100::         , 100::ffff:ffff:ffff:ffff ,                          ,
          2001::        , 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff, 2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2001:200::
          2001:db8::    , 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db9::
          2002::        , 2002:ff:ffff:ffff:ffff:ffff:ffff:ffff, 2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2002:100::
          2002:e000::   , 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2002:dfff:ffff:ffff:ffff:ffff:ffff:ffff, 2003::
          3fff::        , 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff, 3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 3fff:1000::
          5f00::        , 5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff,            ,
          fc00::        , fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,            ,
          fe80::        , febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff,            ,
          fec0::        , feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,            ,
          ff00::        , ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,            ,
          """)
  void forbidsIpv6Ranges(String first, String last, String before, String after) {
    assertThat(Stream.of(first, last).map(AddressPolicyTest::ip)).noneMatch(POLICY::permits);
    assertThat(Stream.of(before, after).filter(text -> text != null).map(AddressPolicyTest::ip))
        .allMatch(POLICY::permits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::ffff:0:7f00:1",
        "1::1",
        "200::1",
        "1fff::1",
        "4000::1",
        "8000::7f00:1",
        "e000::1"
      })
  void forbidsIpv6OutsideGlobalUnicast(String address) {
    assertThat(POLICY.permits(ip(address))).isFalse();
  }

  /** AWS and others, ECS, Azure, Alibaba, Oracle, and the IPv6 addresses of AWS and Google. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.170.2",
        "168.63.129.16",
        "100.100.100.200",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd20:ce::254",
        "fe80::a9fe:a9fe"
      })
  void forbidsMetadataOfClouds(String address) {
    assertThat(POLICY.permits(ip(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001::200e"})
  void permitsWellKnownPublicAddresses(String address) {
    assertThat(POLICY.permits(ip(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"10.1.0.0/16, 10.1.2.3, 10.2.0.0", "127.0.0.1/32, 127.0.0.1, 127.0.0.2"})
  void permitsAllowedIpv4NetworksInMappedForm(String cidr, String inside, String outside) {
    AddressPolicy policy = new AddressPolicy(List.of(cidr));

    assertThat(policy.permits(ip(inside))).isTrue();
    assertThat(policy.permits(wrapped("00000000000000000000ffff", inside, ""))).isTrue();
    assertThat(policy.permits(wrapped("0064ff9b0000000000000000", inside, ""))).isFalse();
    assertThat(policy.permits(wrapped("2002", inside, "00000000000000000000"))).isFalse();
    assertThat(forms(outside)).noneMatch(policy::permits);
  }

  @ParameterizedTest
  @CsvSource({
    "fd00:1::/32, fd00:1:ffff::1, fd00:2::1",
    "::1/128, ::1, ::2",
    "64:ff9b::a00:0/104, 64:ff9b::10.1.2.3, 64:ff9b::127.0.0.1",
    "2002:a00::/24, 2002:a01:203::1, 2002:7f00:1::1",
    "::ffff:10.0.0.0/104, 10.1.2.3, 127.0.0.1",
    "::ffff:a00:0/104, ::ffff:10.1.2.3, ::ffff:127.0.0.1",
    "::/0, fe80::1, 127.0.0.1",
    "0.0.0.0/0, 127.0.0.1, ::1",
    "fec0::/13, fec7:ffff::1, fec8::"
  })
  void permitsAllowedNetworksOnly(String cidr, String inside, String outside) {
    AddressPolicy policy = new AddressPolicy(List.of("192.168.0.0/24", cidr));

    assertThat(policy.permits(ip(inside))).isTrue();
    assertThat(policy.permits(ip(outside))).isFalse();
    assertThat(policy.permits(ip("8.8.8.8"))).as("public ones stay permitted").isTrue();
  }

  @Test
  void refusesAddressesWithScopeId() throws Exception {
    AddressPolicy policy = new AddressPolicy(List.of("::/0"));
    byte[] bytes = ip("2606:4700::1111").getAddress();
    NetworkInterface loopback = NetworkInterface.networkInterfaces().findFirst().orElseThrow();

    assertThat(policy.permits(Inet6Address.getByAddress(null, bytes, 3))).isFalse();
    assertThat(policy.permits(Inet6Address.getByAddress(null, bytes, -1))).isTrue();
    assertThat(policy.permits(InetAddress.getByName("fe80::1%" + loopback.getName()))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/08",
        "10.0.0/8",
        "10/8",
        "010.0.0.0/8",
        "0xa.0.0.0/8",
        "256.0.0.0/8",
        "10.0.0.0.0/8",
        "10.0.0.0/8/8",
        " 10.0.0.0/8",
        "localhost/8",
        "fd00::",
        "fd00::/129",
        "fd00:::/8",
        "fd00::1::/8",
        "[fd00::]/8",
        "fe80::%1/64",
        ":/0",
        "::ffff:10.0.0.0/8",
        "10.0.0.1/8",
        "10.0.0.0/6",
        "fd00::1/64",
        "fc00::/5",
        "::ffff:10.0.0.1/104",
        "::1/0"
      })
  void refusesInvalidNetworksWithoutQuotingThem(String cidr) {
    List<String> networks = List.of("10.0.0.0/8", cidr);

    assertThatThrownBy(() -> new AddressPolicy(networks))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting webhooks.delivery.allowed-networks must ");
  }

  @Test
  void refusesNetworksWithBitsBeyondThePrefix() {
    assertThatThrownBy(() -> new AddressPolicy(List.of("10.0.0.1/8")))
        .hasMessageContaining("bits beyond their prefix");
    assertThatCode(() -> new AddressPolicy(List.of("10.0.0.1/32", "fd00::1/128")))
        .doesNotThrowAnyException();
  }

  /** Returns an IPv4 address in its four forms: plain, mapped, NAT64 and 6to4. */
  private static List<InetAddress> forms(String ip4) {
    return ip4 == null
        ? List.of()
        : List.of(
            ip(ip4),
            wrapped("00000000000000000000ffff", ip4, ""),
            wrapped("0064ff9b0000000000000000", ip4, ""),
            wrapped("2002", ip4, "00010000000000000001"));
  }

  private static InetAddress wrapped(String before, String ip4, String after) {
    StringBuilder hex = new StringBuilder(before);
    Arrays.stream(ip4.split("\\."))
        .forEach(part -> hex.append("%02x".formatted(Integer.parseInt(part))));
    byte[] bytes = HexFormat.of().parseHex(hex + after);
    try {
      return Inet6Address.getByAddress(null, bytes, -1);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static InetAddress ip(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
