package webhooks.domain.address;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts of callback URLs from their text to the verdict at create, at update and at send. */
class ForbiddenHostsTest {
  private static final NameResolver NO_LOOK_UP = name -> fail("looked up " + name);

  /** At least one address of each range that is not public. */
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

  /** Other spellings of such addresses, and names of the local host. */
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

  private static HostGuard guard(NameResolver resolver) {
    return new HostGuard(new AddressPolicy(List.of()), resolver);
  }

  private static CallbackHost host(String host) throws Exception {
    return CallbackUrl.parse("https://" + host + ":8443/hook").host();
  }

  @ParameterizedTest
  @FieldSource({"ADDRESSES", "SPELLINGS"})
  void refusesLiteralWithoutLookUp(String text) throws Exception {
    assertRefused(guard(NO_LOOK_UP), host(text));
  }

  @ParameterizedTest
  @FieldSource("ADDRESSES")
  void refusesNameOfForbiddenAddress(String address) throws Exception {
    HostGuard guard = guard(name -> List.of(InetAddress.getByName(address)));

    assertRefused(guard, host("hook.example.test"));
    assertRefused(guard, host("hook.example.test."));
  }

  private static void assertRefused(HostGuard guard, CallbackHost host) {
    assertThatThrownBy(() -> guard.requireAllowed(host, Runnable::run))
        .isInstanceOf(InvalidCallbackUrl.class)
        .hasMessage("The host of 'callbackUrl' is not allowed.");
    assertThatThrownBy(() -> guard.vettedAddresses(host)).isInstanceOf(ForbiddenAddress.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.256", "1.2.3.4.5", "example.1", "example.0x1", "[fe80::1%25eth0]"})
  void refusesMalformedHost(String text) {
    assertThatThrownBy(() -> host(text)).isInstanceOf(InvalidCallbackUrl.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "100.63.255.255",
        "[2606:4700::1111]",
        "[64:ff9b::808:808]",
        "134744072",
        "8.8.8.8."
      })
  void acceptsPublicNeighbour(String text) throws Exception {
    HostGuard guard = guard(NO_LOOK_UP);
    CallbackHost host = host(text);

    assertThatCode(() -> guard.requireAllowed(host, Runnable::run)).doesNotThrowAnyException();
    assertThatCode(() -> guard.vettedAddresses(host)).doesNotThrowAnyException();
  }
}
