package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.dispatch.LeasePhase.Transition;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.subscription.Flow;

class PrefetchedLeasesTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static final UUID STRANGER = UUID.randomUUID();

  private final AtomicLong nanos = new AtomicLong();

  private NodeLeases leases;

  private void create(
      int maxInFlight, int maxPerWebhook, Function<UUID, Destination> destinations) {
    leases =
        TestLeases.create(LeaseShares.of(maxInFlight), maxPerWebhook, destinations, nanos::get);
  }

  private List<LeasedDelivery> add(UUID webhook, int count) {
    return TestLeases.lease(leases, webhook, count);
  }

  private List<LeasedDelivery> started() {
    return TestLeases.start(leases);
  }

  private void end(LeasedDelivery delivery) {
    leases.notSent(delivery, Transition.GIVE_UP);
  }

  @Test
  void startsDeliveriesOfWebhookInOrder() {
    create(100, 2, TestLeases::alone);
    TestLeases.answer(leases, ONE, 2);
    List<LeasedDelivery> added = add(ONE, 5);

    assertThat(started()).isEqualTo(added.subList(0, 2));
    assertThat(started()).isEmpty();
    end(added.get(0));
    assertThat(started()).isEqualTo(added.subList(2, 3));
    end(added.get(1));
    end(added.get(2));
    assertThat(started()).isEqualTo(added.subList(3, 5));
  }

  @Test
  void busyWebhookHoldsUpNoOther() {
    create(100, 2, TestLeases::alone);
    TestLeases.answer(leases, ONE, 2);
    add(ONE, 9);
    assertThat(started()).hasSize(2);

    List<LeasedDelivery> others = add(OTHER, 1);

    assertThat(started()).isEqualTo(others);
  }

  @Test
  void accountsAreServedInTurn() {
    create(
        1000,
        100,
        id ->
            id.equals(STRANGER)
                ? TestLeases.alone(id)
                : new Destination("account", "host", Flow.FREE));
    for (int i = 0; i < 30; i++) {
      add(UUID.randomUUID(), 1);
    }
    List<LeasedDelivery> ofStranger = add(STRANGER, 2);

    assertThat(started().subList(0, 4)).containsAll(ofStranger);
  }

  /** No request of the account ends, and none of its waiting webhooks may start one. */
  @Test
  void accountWithoutFreeShareHoldsUpNoOther() {
    create(
        100,
        100,
        id ->
            id.equals(STRANGER)
                ? TestLeases.alone(id)
                : new Destination("account", "host", Flow.FREE));
    for (int i = 0; i < 200; i++) {
      UUID webhook = UUID.randomUUID();
      TestLeases.answer(leases, webhook, 1);
      add(webhook, 1);
    }
    assertThat(started()).hasSizeBetween(30, 75);

    List<LeasedDelivery> ofStranger = add(STRANGER, 1);

    assertThat(started()).isEqualTo(ofStranger);
  }

  @Test
  void returnsDeliveriesThatWaitTooLong() {
    create(100, 2, TestLeases::alone);
    TestLeases.answer(leases, ONE, 2);
    List<LeasedDelivery> early = add(ONE, 3);
    started();
    nanos.set(10);
    TestLeases.answer(leases, OTHER, 2);
    add(OTHER, 3);
    started();

    nanos.set(WebhookLeases.MAX_WAIT.toNanos() - 1);
    assertThat(leases.takeReturned()).isEmpty();
    nanos.incrementAndGet();
    assertThat(leases.takeReturned()).isEqualTo(early.subList(2, 3));
    end(early.get(0));
    assertThat(started()).isEmpty();
  }

  @Test
  void returnsDeliveriesWhoseLeaseIsTooShort() {
    create(100, 2, TestLeases::alone);
    assertThat(leases.take(ONE, 2)).isEqualTo(2);
    LeasedDelivery first = TestLeases.delivery(ONE, Duration.ofSeconds(4));
    leases.hold(first);
    LeasedDelivery second = TestLeases.delivery(ONE, Duration.ofMinutes(1));
    leases.hold(second);

    assertThat(leases.takeReturned()).containsExactly(first, second);
    assertThat(leases.takeReturned()).isEmpty();
  }

  @Test
  void busyWebhooksOfAccountHoldUpNoOther() {
    create(1000, 1, id -> new Destination("account", "host", Flow.FREE));
    List<UUID> busy = Stream.generate(UUID::randomUUID).limit(20).toList();
    for (UUID webhook : busy) {
      TestLeases.answer(leases, webhook, 1);
      add(webhook, 1);
    }
    assertThat(started()).hasSize(20);
    busy.forEach(webhook -> add(webhook, 1));

    List<LeasedDelivery> ofStranger = add(STRANGER, 1);

    assertThat(started()).isEqualTo(ofStranger);
  }

  @Test
  void fullHostHoldsUpNoOtherHostOfItsAccount() {
    create(
        100,
        100,
        id -> new Destination("account", id.equals(STRANGER) ? "other" : "host", Flow.FREE));
    for (int i = 0; i < 200; i++) {
      UUID webhook = UUID.randomUUID();
      TestLeases.answer(leases, webhook, 1);
      add(webhook, 1);
    }
    assertThat(started()).hasSizeBetween(30, 75);

    List<LeasedDelivery> ofOtherHost = add(STRANGER, 1);

    assertThat(started()).isEqualTo(ofOtherHost);
  }

  @Test
  void startsNothingAfterClose() {
    create(100, 2, TestLeases::alone);
    assertThat(leases.take(ONE, 2)).isEqualTo(2);
    List<LeasedDelivery> before = TestLeases.hold(leases, ONE, 1);

    leases.close();
    List<LeasedDelivery> after = TestLeases.hold(leases, ONE, 1);

    assertThat(started()).isEmpty();
    assertThat(leases.hasAttempts()).isFalse();
    assertThat(leases.takeReturned()).containsExactly(before.get(0), after.get(0));
    assertThat(leases.use().leased()).isZero();
  }

  @Test
  void abandonsWhatHasNoOutcome() {
    create(100, 2, TestLeases::alone);
    TestLeases.answer(leases, ONE, 2);
    List<LeasedDelivery> inFlight = add(ONE, 2);
    started();
    List<LeasedDelivery> prefetched = add(ONE, 1);
    leases.ended(OutcomeRecorderTest.outcome(inFlight.get(0)));
    leases.close();

    assertThat(leases.abandon()).containsExactlyInAnyOrder(inFlight.get(1), prefetched.get(0));

    leases.ended(OutcomeRecorderTest.outcome(inFlight.get(1)));
    assertThat(leases.unrecorded()).hasSize(1);
    assertThat(leases.count(LeasePhase.UNRECORDED)).isEqualTo(1);
    leases.recorded(List.copyOf(leases.unrecorded()));
    assertThat(leases.use().leased()).isZero();
  }

  @Test
  void keepsTheOutcomeOfARequestThatFailsAfterItsEnd() {
    create(100, 2, TestLeases::alone);
    LeasedDelivery delivery = add(ONE, 1).get(0);
    started();
    leases.ended(OutcomeRecorderTest.outcome(delivery));

    leases.notSent(delivery, Transition.GIVE_UP);

    assertThat(leases.count(LeasePhase.UNRECORDED)).isEqualTo(1);
    leases.recorded(List.copyOf(leases.unrecorded()));
    assertThat(leases.use().leased()).isZero();
  }

  @Test
  void forgetsWebhooksThatHaveNoLeasesAndNoHistory() {
    LeaseShares shares = LeaseShares.of(100);
    KnownWebhooks webhooks = new KnownWebhooks(shares, 2, TestLeases::alone, nanos::get);
    leases = new NodeLeases(shares, webhooks, Duration.ofSeconds(5), nanos::get);
    List<LeasedDelivery> sent = add(ONE, 1);
    started();
    assertThat(webhooks.size()).isEqualTo(1);

    sent.forEach(this::end);

    assertThat(webhooks.size()).isZero();
  }

  @Test
  @Timeout(60)
  void startsEachOnceWithSeveralThreads() throws Exception {
    create(20, 5, TestLeases::alone);
    List<UUID> webhooks = List.of(ONE, OTHER, STRANGER);
    webhooks.forEach(webhook -> TestLeases.answer(leases, webhook, 5));
    ConcurrentLinkedQueue<UUID> sent = new ConcurrentLinkedQueue<>();
    AtomicInteger added = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int thread = 0; thread < 4; thread++) {
      threads.execute(
          () -> {
            for (int i = 0; i < 10_000; i++) {
              UUID webhook = webhooks.get(i % 3);
              if (leases.take(webhook, 1) == 1) {
                leases.hold(TestLeases.delivery(webhook, 0));
                added.incrementAndGet();
              }
              leases
                  .next()
                  .ifPresent(
                      delivery -> {
                        sent.add(delivery.id());
                        end(delivery);
                      });
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
    started().forEach(delivery -> sent.add(delivery.id()));

    assertThat(sent).hasSizeGreaterThan(1000).doesNotHaveDuplicates();
    leases.close();
    assertThat(sent.size() + leases.takeReturned().size()).isEqualTo(added.get());
    assertThat(leases.use().leased()).isZero();
  }
}
