package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.dispatch.DeliverySlots.Start;
import webhooks.domain.delivery.AttemptError;

/** The bound of requests in flight, and how it follows a webhook's receiver. */
class RequestsInFlightTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static final UUID STRANGER = UUID.randomUUID();

  @Test
  void limitsRequestsPerWebhook() {
    DeliverySlots slots = TestSlots.earned(20, 3, ONE, OTHER);
    slots.take(ONE, 5);
    slots.take(OTHER, 5);

    assertThat(TestSlots.started(slots, ONE)).isEqualTo(3);
    assertThat(slots.start(ONE)).isEqualTo(Start.WEBHOOK_BUSY);
    assertThat(TestSlots.started(slots, OTHER)).isEqualTo(3);
    slots.end(ONE);
    assertThat(TestSlots.started(slots, ONE)).isEqualTo(1);
  }

  @Test
  void limitsRequestsPerNode() {
    DeliverySlots slots = new DeliverySlots(100, 10, 10, TestSlots::alone);
    int started = 0;
    for (int i = 0; i < 20; i++) {
      UUID webhook = UUID.randomUUID();
      TestSlots.answer(slots, webhook, 1);
      assertThat(slots.take(webhook, 1)).isEqualTo(1);
      started += TestSlots.started(slots, webhook);
    }

    assertThat(started).isEqualTo(10);
    slots.take(ONE, 1);
    assertThat(slots.start(ONE)).isEqualTo(Start.SHARE_BUSY);
  }

  @Test
  void busyAccountLeavesRequestsToOthers() {
    DeliverySlots slots =
        new DeliverySlots(
            1000,
            100,
            100,
            id ->
                id.equals(STRANGER)
                    ? TestSlots.alone(id)
                    : new Destination("account", id + ".example.com"));
    int started = 0;
    for (int i = 0; i < 100; i++) {
      UUID webhook = UUID.randomUUID();
      TestSlots.answer(slots, webhook, 1);
      slots.take(webhook, 3);
      started += TestSlots.started(slots, webhook);
    }

    assertThat(started).isBetween(50, 75);
    slots.take(STRANGER, 1);
    assertThat(slots.start(STRANGER)).isEqualTo(Start.STARTED);
  }

  /** Returns how many requests of the webhook can be in flight. */
  private static int granted(DeliverySlots slots, UUID webhook) {
    int taken = slots.take(webhook, 1000);
    int started = TestSlots.started(slots, webhook);
    for (int i = 0; i < started; i++) {
      slots.end(webhook);
    }
    slots.giveBack(webhook, taken);
    return started;
  }

  @Test
  void answersRaiseBoundAndSilenceHalvesIt() {
    DeliverySlots slots = TestSlots.of(500, 100);
    assertThat(granted(slots, ONE)).isEqualTo(2);

    TestSlots.answer(slots, ONE, 16);
    assertThat(granted(slots, ONE)).isEqualTo(18);
    slots.adapt(ONE, TestSlots.silence());
    assertThat(granted(slots, ONE)).isEqualTo(9);
    for (int i = 0; i < 3; i++) {
      slots.adapt(ONE, TestSlots.silence());
    }
    assertThat(granted(slots, ONE)).isEqualTo(2);
    TestSlots.answer(slots, ONE, 200);
    assertThat(granted(slots, ONE)).isEqualTo(100);
  }

  @Test
  void timeoutsInARowMakeTheBoundRiseSlowlyAtFirst() {
    DeliverySlots slots = TestSlots.earned(500, 100, ONE);
    TestSlots.fail(slots, ONE, AttemptError.TIMEOUT, 5);

    TestSlots.answer(slots, ONE, 40);
    assertThat(granted(slots, ONE)).isEqualTo(100 / 32 + 10);
    TestSlots.answer(slots, ONE, 348);
    assertThat(granted(slots, ONE)).isEqualTo(100);

    // The slow rise lasts for four more answers.
    TestSlots.fail(slots, ONE, AttemptError.TIMEOUT, 1);
    TestSlots.answer(slots, ONE, 4 + 6);
    assertThat(granted(slots, ONE)).isEqualTo(50 + 1 + 6);
  }

  /** A receiver that never earns the maximum leaves the slow rise too. */
  @Test
  void slowRiseEndsWithoutTheMaximum() {
    DeliverySlots slots = TestSlots.earned(500, 100, ONE);
    TestSlots.fail(slots, ONE, AttemptError.TIMEOUT, 5);

    for (int i = 0; i < 40; i++) {
      TestSlots.answer(slots, ONE, 10);
      slots.adapt(ONE, TestSlots.answer(503, 20));
    }

    TestSlots.answer(slots, ONE, 20);
    assertThat(granted(slots, ONE)).isGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TIMEOUT", "STATUS"})
  void boundRisesAtOnceIfTheEndOfTheRowIsNoTimeout(AttemptError error) {
    DeliverySlots slots = TestSlots.earned(500, 100, ONE);
    TestSlots.fail(slots, ONE, AttemptError.TIMEOUT, 4);
    TestSlots.fail(slots, ONE, error, 1);

    TestSlots.answer(slots, ONE, 40);
    assertThat(granted(slots, ONE)).isEqualTo(100 / 32 + 40);
  }

  @Test
  void boundRisesSlowlyAfterOneTimeoutAtTheEndOfTheRow() {
    DeliverySlots slots = TestSlots.earned(500, 100, ONE);
    TestSlots.fail(slots, ONE, AttemptError.CONNECT, 4);
    TestSlots.fail(slots, ONE, AttemptError.TIMEOUT, 1);
    TestSlots.fail(slots, ONE, AttemptError.CONNECT, 1);

    TestSlots.answer(slots, ONE, 40);
    assertThat(granted(slots, ONE)).isEqualTo(2 + 10);
  }

  /** It answers slowly and has the smallest bound, as a new webhook, but is remembered. */
  @Test
  void boundRisesSlowlyAfterASlowAnswerWithoutDeliveries() {
    DeliverySlots slots = TestSlots.of(500, 100);
    TestSlots.fail(slots, ONE, AttemptError.TIMEOUT, 5);
    slots.adapt(ONE, TestSlots.answer(500, 5000));

    TestSlots.answer(slots, ONE, 40);
    assertThat(granted(slots, ONE)).isEqualTo(2 + 10);
  }

  @Test
  void boundOfNewHostRisesAtOnce() {
    AtomicReference<Destination> destination =
        new AtomicReference<>(new Destination("account", "one.example.com"));
    DeliverySlots slots = TestSlots.of(500, 100, id -> destination.get());
    slots.take(ONE, 1);
    TestSlots.fail(slots, ONE, AttemptError.TIMEOUT, 5);

    destination.set(new Destination("account", "other.example.com"));
    TestSlots.answer(slots, ONE, 40);
    assertThat(granted(slots, ONE)).isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 599})
  void quickErrorsOfTheServerNeverRaiseTheBound(int status) {
    DeliverySlots slots = TestSlots.earned(500, 10, ONE);

    for (int i = 0; i < 1000; i++) {
      slots.adapt(OTHER, TestSlots.answer(status, 1));
      slots.adapt(ONE, TestSlots.answer(status, 1));
    }

    assertThat(granted(slots, OTHER)).isEqualTo(2);
    assertThat(granted(slots, ONE)).isEqualTo(status == 429 || status == 503 ? 2 : 10);
  }

  @Test
  void newUrlHasEarnedNothing() {
    AtomicReference<Destination> destination =
        new AtomicReference<>(new Destination("account", "one.example.com"));
    DeliverySlots slots = TestSlots.of(500, 100, id -> destination.get());
    TestSlots.answer(slots, ONE, 50);
    int taken = slots.take(ONE, 10);

    destination.set(new Destination("account", "other.example.com"));
    slots.giveBack(ONE, taken);

    assertThat(granted(slots, ONE)).isEqualTo(2);
    assertThat(slots.occupied()).isZero();
  }

  @Test
  void remembersABoundedNumberOfWebhooks() {
    DeliverySlots slots = TestSlots.of(500, 100);
    for (int i = 0; i < 20_000; i++) {
      UUID webhook = UUID.randomUUID();
      int taken = slots.take(webhook, 2);
      slots.adapt(webhook, i % 2 == 0 ? TestSlots.silence() : TestSlots.answer(200, 20));
      slots.giveBack(webhook, taken);
    }
    assertThat(slots.webhooks()).isEqualTo(10_000);

    TestSlots.answer(slots, ONE, 1);
    assertThat(granted(slots, ONE)).isEqualTo(3);
    assertThat(slots.webhooks()).isEqualTo(10_000);
  }

  @Test
  void webhookAloneMayUseItsWholeBound() {
    DeliverySlots slots = TestSlots.earned(500, 200, ONE);

    assertThat(granted(slots, ONE)).isEqualTo(200);
  }
}
