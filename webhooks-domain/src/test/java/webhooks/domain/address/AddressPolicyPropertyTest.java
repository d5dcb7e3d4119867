package webhooks.domain.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AddressPolicyPropertyTest {
  private static final int ADDRESSES = 100_000;
  private static final List<String> ALLOWED =
      List.of(
          "10.1.0.0/16",
          "192.168.7.9/32",
          "fd00:2:0:0:0:0:0:0/31",
          "64:ff9b:0:0:0:0:a00:0/104",
          "2002:7f00:0:0:0:0:0:0/25");

  private static final List<String> WRAPPERS =
      List.of("0:0:0:0:0:ffff:0:0/96", "64:ff9b:0:0:0:0:0:0/96", "2002:0:0:0:0:0:0:0/16");

  private static final List<String> BORDERS =
      Stream.of(NaivePolicy.NOT_PUBLIC, NaivePolicy.GIVEN, ALLOWED, WRAPPERS)
          .flatMap(List::stream)
          .toList();

  @Test
  void agreesWithNaivePolicyNearAllBorders() throws Exception {
    Random random = new Random(20261104);
    AddressPolicy policy = new AddressPolicy(ALLOWED);
    NaivePolicy naive = new NaivePolicy(ALLOWED);
    Set<InetAddress> disagreements = new HashSet<>();
    int permitted = 0;
    for (int i = 0; i < ADDRESSES; i++) {
      InetAddress address = address(number(random), random.nextBoolean());
      boolean expected = naive.permits(address);
      if (policy.permits(address) != expected) {
        disagreements.add(address);
      }
      permitted += expected ? 1 : 0;
    }
    assertThat(disagreements).isEmpty();
    assertThat(permitted).as("both verdicts are frequent").isBetween(ADDRESSES / 5, ADDRESSES / 2);
  }

  /** Returns an address near a border, or the same IPv4 address wrapped in another form. */
  private static BigInteger number(Random random) {
    String cidr = BORDERS.get(random.nextInt(BORDERS.size()));
    BigInteger number =
        NaivePolicy.border(cidr, random.nextBoolean())
            .add(BigInteger.valueOf(random.nextInt(9) - 4));
    if (random.nextInt(4) == 0) {
      number = number.flipBit(random.nextInt(128));
    }
    BigInteger ip4 = number.mod(BigInteger.ONE.shiftLeft(32));
    number =
        switch (cidr.contains(":") ? 0 : random.nextInt(3)) {
          case 1 -> NaivePolicy.border(WRAPPERS.get(1), false).add(ip4);
          case 2 ->
              NaivePolicy.border(WRAPPERS.get(2), false)
                  .add(ip4.shiftLeft(80))
                  .add(new BigInteger(80, random));
          default -> number;
        };
    return number.mod(BigInteger.ONE.shiftLeft(128));
  }

  /** Returns the address; Java reads a mapped address as IPv4. */
  private static InetAddress address(BigInteger number, boolean asJavaReadsIt)
      throws UnknownHostException {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 16; i++) {
      bytes[i] = number.shiftRight(8 * (15 - i)).byteValue();
    }
    return asJavaReadsIt
        ? InetAddress.getByAddress(bytes)
        : Inet6Address.getByAddress(null, bytes, -1);
  }
}
