package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.listener.ManualThreads.caller;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import webhooks.listener.ConnectionLimit.Place;

class ConnectionLimitTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
  private ConnectionLimit limit = new ConnectionLimit(8, nanos::get);
  private final Set<Place> open = new HashSet<>();
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
  void takesNetworkOfFortyEightBitsForOneClient() {
    assertThat(opened("2001:db8::1", 8)).isEqualTo(8);
    assertThat(opened("2001:db8::2:0:0:3", 1)).isZero();
    assertThat(opened("2001:db8:0:1::1", 1)).isZero();
    assertThat(opened("2001:db8:1::1", 1)).isOne();
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

  /** A regression: many networks with one connection each closed all but one of a client. */
  @Test
  void fewConnectionsOfANetworkCountAsOneOfOthers() {
    limit = new ConnectionLimit(128, nanos::get);
    List<Place> client = places("10.1.0.1", 2);
    for (int i = 0; i < 126; i++) {
      opened("10.0.0." + i, 1);
    }
    client.forEach(Place::requestBegan);
    passMinAge();
    client.forEach(Place::requestEnded);

    for (int i = 0; i < 126; i++) {
      assertThat(opened("10.0.1." + i, 1)).isOne();
    }

    assertThat(closed).hasSize(126).startsWith("10.0.0.0").doesNotContain("10.1.0.1");
    opened("10.0.2.1", 3);
    assertThat(closed.subList(126, closed.size())).containsExactly("10.1.0.1", "10.1.0.1");
  }

  /** Otherwise connections would be closed before their requests are read. */
  @Test
  void newConnectionKeepsItsPlaceForAMomentBesideEquals() {
    limit = new ConnectionLimit(128, nanos::get);
    for (int i = 0; i < 128; i++) {
      opened("10.0.0." + i, 1);
    }
    assertThat(opened("10.0.1.1", 1)).isZero();
    assertThat(closed).isEmpty();

    passMinAge();

    assertThat(opened("10.0.1.1", 1)).isOne();
    assertThat(closed).containsExactly("10.0.0.0");
  }

  /** A regression: a new connection among those kept out all others. */
  @Test
  void requestsInWorkMakePlaceUntilAQuarterIsNew() {
    limit = new ConnectionLimit(128, nanos::get);
    for (int i = 0; i < 128; i++) {
      places("10.0.0." + i, 1).forEach(Place::requestBegan);
    }

    for (int i = 0; i < 32; i++) {
      assertThat(opened("10.0.1." + i, 1)).isOne();
    }

    assertThat(closed).hasSize(32).startsWith("10.0.0.0").endsWith("10.0.0.31");
    assertThat(opened("10.0.2.1", 1)).isZero();
    passMinAge();
    assertThat(opened("10.0.2.1", 1)).isOne();
  }

  /** A client that answers nothing else can't keep its connections by many small requests. */
  @Test
  void answeredConnectionIsNotNew() {
    limit = new ConnectionLimit(128, nanos::get);
    List<Place> answered = places("10.0.0.1", 1);
    for (int i = 0; i < 127; i++) {
      opened("10.0.1." + i, 1);
    }
    answered.get(0).requestBegan();
    answered.get(0).requestEnded();

    assertThat(opened("10.0.2.1", 1)).isOne();
    assertThat(closed).containsExactly("10.0.0.1");
  }

  /** A regression: idle connections of a stranger kept out all others behind the same proxy. */
  @Test
  void networkThatHasTheMostReplacesItsOwn() {
    opened("10.0.0.1", 8);
    assertThat(opened("10.0.0.1", 1)).isZero();

    passMinAge();

    assertThat(opened("10.0.0.1", 1)).isOne();
    assertThat(closed).containsExactly("10.0.0.1");
    assertThat(opened("10.0.0.2", 1)).isOne();
  }

  @Test
  void connectionOfAnAccountKeepsItsPlace() {
    List<Place> places = places("10.0.0.1", 6);
    places.forEach(place -> place.belongsTo(caller("a/1").group()));
    passMinAge();

    assertThat(opened("10.0.0.2", 20)).isEqualTo(2);
    passMinAge();
    assertThat(opened("10.0.0.3", 20)).isOne();

    assertThat(closed).containsExactly("10.0.0.2");
  }

  @Test
  void networksKeepAQuarterOfThePlaces() {
    List<Place> places = places("10.0.0.1", 8);
    places.subList(0, 3).forEach(place -> place.belongsTo(caller("a/1").group()));
    places.subList(3, 8).forEach(place -> place.belongsTo(caller("b/1").group()));

    opened("10.0.0.2", 1);
    opened("10.0.0.3", 1);
    opened("10.0.0.4", 1);
    opened("10.0.0.5", 1);

    assertThat(closed).containsExactly("10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.3");
    assertThat(places.stream().map(this::isOpen))
        .containsExactly(true, true, true, false, false, true, true, true);
  }

  /** As behind a proxy that uses its connections for all its callers. */
  @Test
  void connectionBelongsToTheAccountOfItsLatestRequest() {
    List<Place> places = places("10.0.0.1", 8);
    places.forEach(place -> place.belongsTo(caller("a/1").group()));
    places.subList(0, 7).forEach(place -> place.belongsTo(caller("b/1").group()));
    places.get(0).belongsTo(caller("a/2").group());

    opened("10.0.0.2", 1);

    assertThat(places.stream().map(this::isOpen))
        .containsExactly(true, false, true, true, true, true, true, true);
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
    lost.belongsTo(caller("a/1").group());
    lost.release();

    assertThat(opened("10.0.0.3", 1)).isOne();
    assertThat(closed).containsExactly("10.0.0.1", "10.0.0.1");
  }

  private void passMinAge() {
    nanos.addAndGet(ConnectionLimit.MIN_AGE.toNanos());
  }

  /** Opens up to so many connections, as many as the limit allows. */
  private int opened(String address, int most) {
    return places(address, most).size();
  }

  private List<Place> places(String address, int most) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      AtomicReference<Place> opened = new AtomicReference<>();
      limit
          .take(
              client(address),
              () -> {
                closed.add(address);
                open.remove(opened.get());
              })
          .ifPresent(opened::set);
      if (opened.get() != null) {
        open.add(opened.get());
        places.add(opened.get());
      }
    }
    return places;
  }

  private boolean isOpen(Place place) {
    return open.contains(place);
  }

  private static ClientNetwork client(String address) {
    try {
      return ClientNetwork.of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
