package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.subscription.Flow;

/** The bound of requests in flight, and how it follows a webhook's receiver. */
class RequestsInFlightTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static final UUID STRANGER = UUID.randomUUID();

  @Test
  void limitsRequestsPerWebhook() {
    NodeLeases leases = TestLeases.earned(20, 3, ONE, OTHER);
    List<LeasedDelivery> ofOne = TestLeases.lease(leases, ONE, 5);
    List<LeasedDelivery> ofOther = TestLeases.lease(leases, OTHER, 5);

    assertThat(TestLeases.start(leases))
        .hasSize(6)
        .containsAll(ofOne.subList(0, 3))
        .containsAll(ofOther.subList(0, 3));
    TestLeases.end(leases, ofOne.subList(0, 1));
    assertThat(TestLeases.start(leases)).isEqualTo(ofOne.subList(3, 4));
  }

  @Test
  void limitsRequestsPerNode() {
    NodeLeases leases = TestLeases.create(new LeaseShares(100, 10), 10, TestLeases::alone);
    for (int i = 0; i < 20; i++) {
      UUID webhook = UUID.randomUUID();
      TestLeases.answer(leases, webhook, 1);
      TestLeases.lease(leases, webhook, 1);
    }

    assertThat(TestLeases.start(leases)).hasSize(10);
  }

  @Test
  void busyAccountLeavesRequestsToOthers() {
    NodeLeases leases =
        TestLeases.create(
            new LeaseShares(1000, 100),
            100,
            id ->
                id.equals(STRANGER)
                    ? TestLeases.alone(id)
                    : new Destination("account", id + ".example.com", Flow.FREE));
    for (int i = 0; i < 100; i++) {
      UUID webhook = UUID.randomUUID();
      TestLeases.answer(leases, webhook, 1);
      TestLeases.hold(leases, webhook, leases.take(webhook, 3));
    }
    assertThat(TestLeases.start(leases)).hasSizeBetween(50, 75);

    List<LeasedDelivery> ofStranger = TestLeases.lease(leases, STRANGER, 1);

    assertThat(TestLeases.start(leases)).isEqualTo(ofStranger);
  }

  @Test
  void answersRaiseBoundAndSilenceHalvesIt() {
    NodeLeases leases = TestLeases.of(500, 100);
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(2);

    TestLeases.answer(leases, ONE, 16);
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(18);
    leases.adapt(ONE, TestLeases.silence());
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(9);
    for (int i = 0; i < 3; i++) {
      leases.adapt(ONE, TestLeases.silence());
    }
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(2);
    TestLeases.answer(leases, ONE, 200);
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(100);
  }

  @Test
  void timeoutsInARowMakeTheBoundRiseSlowlyAtFirst() {
    NodeLeases leases = TestLeases.earned(500, 100, ONE);
    TestLeases.fail(leases, ONE, AttemptError.TIMEOUT, 5);

    TestLeases.answer(leases, ONE, 40);
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(100 / 32 + 10);
    TestLeases.answer(leases, ONE, 348);
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(100);

    // The slow rise lasts for four more answers.
    TestLeases.fail(leases, ONE, AttemptError.TIMEOUT, 1);
    TestLeases.answer(leases, ONE, 4 + 6);
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(50 + 1 + 6);
  }

  /** A receiver that never earns the maximum leaves the slow rise too. */
  @Test
  void slowRiseEndsWithoutTheMaximum() {
    NodeLeases leases = TestLeases.earned(500, 100, ONE);
    TestLeases.fail(leases, ONE, AttemptError.TIMEOUT, 5);

    for (int i = 0; i < 40; i++) {
      TestLeases.answer(leases, ONE, 10);
      leases.adapt(ONE, TestLeases.answer(503, 20));
    }

    TestLeases.answer(leases, ONE, 20);
    assertThat(TestLeases.granted(leases, ONE)).isGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TIMEOUT", "STATUS"})
  void boundRisesAtOnceIfTheEndOfTheRowIsNoTimeout(AttemptError error) {
    NodeLeases leases = TestLeases.earned(500, 100, ONE);
    TestLeases.fail(leases, ONE, AttemptError.TIMEOUT, 4);
    TestLeases.fail(leases, ONE, error, 1);

    TestLeases.answer(leases, ONE, 40);
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(100 / 32 + 40);
  }

  @Test
  void boundRisesSlowlyAfterOneTimeoutAtTheEndOfTheRow() {
    NodeLeases leases = TestLeases.earned(500, 100, ONE);
    TestLeases.fail(leases, ONE, AttemptError.CONNECT, 4);
    TestLeases.fail(leases, ONE, AttemptError.TIMEOUT, 1);
    TestLeases.fail(leases, ONE, AttemptError.CONNECT, 1);

    TestLeases.answer(leases, ONE, 40);
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(2 + 10);
  }

  /** It answers slowly and has the smallest bound, as a new webhook, but is remembered. */
  @Test
  void boundRisesSlowlyAfterASlowAnswerWithoutDeliveries() {
    NodeLeases leases = TestLeases.of(500, 100);
    TestLeases.fail(leases, ONE, AttemptError.TIMEOUT, 5);
    leases.adapt(ONE, TestLeases.answer(500, 5000));

    TestLeases.answer(leases, ONE, 40);
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(2 + 10);
  }

  @Test
  void boundOfNewHostRisesAtOnce() {
    AtomicReference<Destination> destination =
        new AtomicReference<>(new Destination("account", "one.example.com", Flow.FREE));
    NodeLeases leases = TestLeases.of(500, 100, id -> destination.get());
    leases.take(ONE, 1);
    TestLeases.fail(leases, ONE, AttemptError.TIMEOUT, 5);

    destination.set(new Destination("account", "other.example.com", Flow.FREE));
    TestLeases.answer(leases, ONE, 40);
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(42);
  }

  /** All nodes resume at the same time: none may begin with what the receiver took before. */
  @Test
  void boundBeginsAgainAfterPause() {
    AtomicReference<Destination> destination =
        new AtomicReference<>(new Destination("account", "example.com", Flow.FREE));
    NodeLeases leases = TestLeases.of(500, 100, id -> destination.get());
    TestLeases.answer(leases, ONE, 50);

    destination.set(
        new Destination("account", "example.com", new Flow(false, 1, false, Optional.empty())));

    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(2);
  }

  /** Its rate is used up when a delivery is leased, so the delivery is to be sent at once. */
  @Test
  void throttledWebhookPrefetchesNothing() {
    Flow throttled = new Flow(false, 0, true, Optional.empty());
    NodeLeases leases =
        TestLeases.of(500, 100, id -> new Destination("account", "example.com", throttled));
    TestLeases.answer(leases, ONE, 8);

    assertThat(leases.take(ONE, 100)).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 599})
  void quickErrorsOfTheServerNeverRaiseTheBound(int status) {
    NodeLeases leases = TestLeases.earned(500, 10, ONE);

    for (int i = 0; i < 1000; i++) {
      leases.adapt(OTHER, TestLeases.answer(status, 1));
      leases.adapt(ONE, TestLeases.answer(status, 1));
    }

    assertThat(TestLeases.granted(leases, OTHER)).isEqualTo(2);
    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(status == 429 || status == 503 ? 2 : 10);
  }

  @Test
  void newUrlHasEarnedNothing() {
    AtomicReference<Destination> destination =
        new AtomicReference<>(new Destination("account", "one.example.com", Flow.FREE));
    NodeLeases leases = TestLeases.of(500, 100, id -> destination.get());
    TestLeases.answer(leases, ONE, 50);
    int taken = leases.take(ONE, 10);

    destination.set(new Destination("account", "other.example.com", Flow.FREE));
    leases.giveBack(ONE, taken);

    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(2);
    assertThat(leases.use().leased()).isZero();
  }

  @Test
  void webhookAloneMayUseItsWholeBound() {
    NodeLeases leases = TestLeases.earned(500, 200, ONE);

    assertThat(TestLeases.granted(leases, ONE)).isEqualTo(200);
  }
}
