package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.listener.ConnectionLimit.Place;

class ConnectionLimitTest {
  private final ConnectionLimit limit = new ConnectionLimit(8);
  private final Map<String, List<Place>> open = new HashMap<>();
  private final List<String> closed = new ArrayList<>();

  /** Each of them may hold 144 KiB. */
  @Test
  void connectionsHoldAQuarterOfTheHeap() {
    assertThat(ConnectionLimit.max(512L << 20)).isEqualTo(910);
    assertThat(ConnectionLimit.max(64L << 30)).isEqualTo(4096);
  }

  @Test
  void twoNetworksShutOutNoOther() {
    assertThat(opened("10.0.0.1", 6)).isEqualTo(6);
    assertThat(opened("10.0.0.2", 2)).isEqualTo(2);

    assertThat(opened("10.0.0.3", 1)).isOne();
    assertThat(closed).containsExactly("10.0.0.1");
  }

  @Test
  void networksGetEqualParts() {
    assertThat(opened("10.0.0.1", 9)).isEqualTo(8);
    assertThat(opened("10.0.0.2", 9)).isEqualTo(4);
    assertThat(opened("10.0.0.3", 9)).isEqualTo(3);

    assertThat(closed).hasSize(7).doesNotContain("10.0.0.3");
  }

  @Test
  void manyNetworksShutOutNoOther() {
    for (int i = 1; i <= 8; i++) {
      opened("10.0.0." + i, 1);
    }

    assertThat(opened("10.0.0.9", 1)).isOne();
    assertThat(closed).containsExactly("10.0.0.1");
  }

  @Test
  void takesNetworkOfSixtyFourBitsForOneClient() {
    assertThat(opened("2001:db8::1", 8)).isEqualTo(8);
    assertThat(opened("2001:db8::2:0:0:3", 1)).isZero();
    assertThat(opened("2001:db8:0:1::1", 1)).isOne();
  }

  @Test
  void closesTheConnectionThatIsIdleTheLongest() {
    List<Place> places = places("10.0.0.1", 8);
    places.get(0).requestBegan();
    places.get(1).requestBegan();
    places.get(1).requestEnded();

    opened("10.0.0.2", 4);
    places.get(7).requestBegan();
    places.get(7).requestEnded();

    assertThat(places.stream().map(this::isOpen))
        .containsExactly(true, true, false, false, false, false, true, true);
  }

  @Test
  void closesTheLongestRequestIfNoConnectionIsIdle() {
    List<Place> places = places("10.0.0.1", 8);
    List.of(3, 1, 0, 2, 4, 5, 6, 7).forEach(each -> places.get(each).requestBegan());

    opened("10.0.0.2", 1);

    assertThat(places.stream().map(this::isOpen))
        .containsExactly(true, true, true, false, true, true, true, true);
  }

  @Test
  void closedConnectionMakesPlace() {
    List<Place> places = places("10.0.0.1", 8);
    places.get(3).release();
    places.get(3).release();

    assertThat(opened("10.0.0.2", 1)).isOne();
    assertThat(closed).isEmpty();
    assertThat(opened("10.0.0.1", 1)).isZero();
  }

  @Test
  void connectionThatLostItsPlaceCountsNoMore() {
    Place lost = places("10.0.0.1", 8).get(0);
    opened("10.0.0.2", 1);

    lost.requestBegan();
    lost.requestEnded();
    lost.release();

    assertThat(opened("10.0.0.3", 1)).isOne();
    assertThat(closed).containsExactly("10.0.0.1", "10.0.0.1");
  }

  /** Opens up to so many connections, as many as the limit allows. */
  private int opened(String address, int most) {
    return places(address, most).size();
  }

  private List<Place> places(String address, int most) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      int number = i;
      Optional<Place> place =
          limit.take(
              client(address),
              () -> {
                closed.add(address);
                open.get(address).set(number, null);
              });
      place.ifPresent(places::add);
    }
    open.put(address, new ArrayList<>(places));
    return places;
  }

  private boolean isOpen(Place place) {
    return open.values().stream().anyMatch(places -> places.contains(place));
  }

  private static ClientNetwork client(String address) {
    try {
      return ClientNetwork.of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
