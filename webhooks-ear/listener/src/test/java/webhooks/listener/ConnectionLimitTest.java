package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
  private final ConnectionLimit limit = new ConnectionLimit(8);

  @Test
  void keepsLastQuarterForOtherNetworks() {
    assertThat(opened("10.0.0.1")).isEqualTo(6);
    assertThat(opened("10.0.0.2")).isEqualTo(2);
    assertThat(opened("10.0.0.3")).isZero();
  }

  @Test
  void takesNetworkOfSixtyFourBitsForOneClient() {
    assertThat(opened("2001:db8::1")).isEqualTo(6);
    assertThat(opened("2001:db8::2:0:0:3")).isZero();
    assertThat(opened("2001:db8:0:1::1")).isEqualTo(2);
  }

  @Test
  void closedConnectionMakesPlace() {
    opened("10.0.0.1");
    limit.remove(client("10.0.0.1"));

    assertThat(opened("10.0.0.2")).isEqualTo(3);
    assertThat(opened("10.0.0.1")).isZero();
  }

  /** Opens as many connections as the limit allows. */
  private int opened(String address) {
    int opened = 0;
    while (limit.add(client(address))) {
      opened++;
    }
    return opened;
  }

  private static ClientNetwork client(String address) {
    try {
      return ClientNetwork.of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
