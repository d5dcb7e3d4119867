package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.delivery.dispatch.BackloggedWebhooks.BacklogGrant;
import webhooks.delivery.dispatch.BackloggedWebhooks.BacklogWait;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.subscription.Flow;

class BackloggedWebhooksTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static final UUID THIRD = UUID.randomUUID();

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();

  private NodeLeases leases = TestLeases.of(10, 5);
  private BackloggedWebhooks backlogged;

  /** Begins with leases of which three webhooks have earned what a webhook may. */
  private void begin(int capacity, int maxPerWebhook, Function<UUID, Destination> destinations) {
    leases =
        TestLeases.create(
            new LeaseShares(capacity, capacity),
            maxPerWebhook,
            id -> {
              looks.incrementAndGet();
              return destinations.apply(id);
            },
            now::get);
    for (UUID webhook : List.of(ONE, OTHER, THIRD)) {
      TestLeases.answer(leases, webhook, maxPerWebhook);
    }
    backlogged = new BackloggedWebhooks(leases, now::get);
  }

  private void begin(int capacity, int maxPerWebhook) {
    begin(capacity, maxPerWebhook, TestLeases::alone);
  }

  private static List<UUID> webhooks(int count) {
    return Stream.generate(UUID::randomUUID).limit(count).toList();
  }

  /** Returns webhooks whose receivers have not answered. */
  private List<UUID> slow(int count) {
    List<UUID> slow = webhooks(count);
    slow.forEach(webhook -> leases.adapt(webhook, TestLeases.silence()));
    return slow;
  }

  /** Takes slots for good. */
  private Map<UUID, Integer> take() {
    return backlogged.takeSlots(new Reservation(leases));
  }

  @Test
  void takesNoSlotsWithoutBacklogOrFreeSlots() {
    begin(10, 5);
    assertThat(take()).isEmpty();

    leases.take(OTHER, 10);
    leases.take(THIRD, 10);
    while (leases.free() > 0) {
      leases.take(UUID.randomUUID(), 1);
      leases.take(ONE, 1);
    }
    backlogged.add(List.of(ONE));
    assertThat(take()).isEmpty();
  }

  @Test
  void dividesSlotsEvenly() {
    begin(10, 100);
    backlogged.add(List.of(ONE, OTHER, THIRD));

    assertThat(take()).isEqualTo(Map.of(ONE, 3, OTHER, 3, THIRD, 2));
  }

  @Test
  void servesOtherWebhooksNext() {
    begin(2, 1);
    backlogged.add(List.of(ONE, OTHER, THIRD));

    assertThat(take()).isEqualTo(Map.of(ONE, 1, OTHER, 1));
    backlogged.add(List.of(ONE, OTHER));
    leases.giveBack(ONE, 1);
    leases.giveBack(OTHER, 1);

    assertThat(take()).isEqualTo(Map.of(THIRD, 1, ONE, 1));
  }

  /** However often it is added. */
  @Test
  void webhookAtItsBoundIsNotLookedAtBeforeALeaseOfItEnds() {
    begin(10_000, 5);
    while (leases.take(ONE, 1) == 1) {
      // What it may prefetch, too.
    }
    backlogged.add(List.of(ONE, OTHER));
    assertThat(take()).containsOnlyKeys(OTHER);
    looks.set(0);
    backlogged.add(List.of(ONE));
    assertThat(take()).isEmpty();
    assertThat(looks).hasValue(0);

    leases.giveBack(ONE, 1);

    assertThat(take()).isEqualTo(Map.of(ONE, 1));
  }

  /** A regression: the backlog then waited for the end of a lease that did not exist. */
  @Test
  void restThatEndsDuringTheLookIsNoWaitForALease() {
    UUID webhook = UUID.randomUUID();
    AtomicInteger reads = new AtomicInteger(Integer.MIN_VALUE);
    NodeLeases ending =
        TestLeases.create(
            LeaseShares.of(100),
            10,
            TestLeases::alone,
            () -> reads.incrementAndGet() > 2 ? ReceiverPace.REST_NANOS : 0);
    TestLeases.fail(ending, webhook, AttemptError.CONNECT, 5);

    reads.set(0);
    BacklogGrant grant = ending.takeForBacklog(webhook, 1);

    assertThat(grant.waitsFor()).isEqualTo(BacklogWait.FOR_REST);
  }

  @Test
  void restingWebhookIsNotLookedAtBeforeItsRestEnds() {
    begin(20, 5);
    TestLeases.fail(leases, ONE, AttemptError.CONNECT, 5);
    backlogged.add(List.of(ONE));
    assertThat(take()).isEmpty();
    looks.set(0);
    backlogged.add(List.of(ONE));
    assertThat(take()).isEmpty();
    assertThat(looks).hasValue(0);

    now.addAndGet(ReceiverPace.REST_NANOS);

    assertThat(take()).containsOnlyKeys(ONE);
  }

  @Test
  void backlogsOfSlowReceiversCostNothingWhileTheseHaveNoSlot() {
    begin(100, 5);
    List<UUID> slow = slow(20_000);
    backlogged.add(slow);
    backlogged.add(List.of(ONE));
    Map<UUID, Integer> taken = take();
    assertThat(taken).hasSizeGreaterThan(20).containsKey(ONE);
    looks.set(0);

    assertThat(take()).isEmpty();
    assertThat(looks).hasValue(0);

    taken.remove(ONE);
    leases.giveBack(taken.keySet().iterator().next(), 1);
    assertThat(take()).as("another one").hasSize(1).doesNotContainKeys(ONE);
    assertThat(looks.get()).isLessThan(10);
  }

  /** With two requests in flight, silent and slow receivers have one slot together. */
  @Test
  void slowReceiverIsServedBesideSilentOnesWhateverTheBound() {
    leases = TestLeases.create(LeaseShares.of(2), 2, TestLeases::alone, now::get);
    backlogged = new BackloggedWebhooks(leases, now::get);
    leases.adapt(ONE, TestLeases.answer(200, 4000));
    List<UUID> waiting = new ArrayList<>(slow(2));
    waiting.add(ONE);

    List<UUID> served = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      backlogged.add(waiting);
      take()
          .forEach(
              (webhook, slots) -> {
                served.add(webhook);
                leases.giveBack(webhook, slots);
              });
    }

    assertThat(served).contains(ONE);
  }

  /** As if an account had thousands of receivers that do not answer. */
  @Test
  void accountWithoutAShareCostsLittle() {
    begin(
        100,
        5,
        webhook ->
            webhook.equals(ONE)
                ? TestLeases.alone(ONE)
                : new Destination("account", webhook + ".example.com", Flow.FREE));
    List<UUID> slow = slow(20_000);
    backlogged.add(slow);
    while (!take().isEmpty()) {
      // Until the account has its share.
    }
    looks.set(0);

    assertThat(take()).isEmpty();
    assertThat(leases.free(ReceiverPace.ReceiverKind.SILENT)).isPositive();
    assertThat(looks.get()).isLessThan(100);
  }

  @Test
  void newReceiverIsServedBesideSlowOnes() {
    begin(100, 5);
    List<UUID> slow = slow(1000);
    backlogged.add(slow);
    while (!take().isEmpty()) {
      // Until they have all their slots.
    }
    UUID first = UUID.randomUUID();

    backlogged.add(List.of(first));

    assertThat(take()).isEqualTo(Map.of(first, 2));
  }

  /** However many slow ones wait before it. */
  @Test
  void receiverThatHasAnsweredMeanwhileIsServedAsAQuickOne() {
    begin(100, 5);
    List<UUID> slow = slow(1000);
    UUID last = UUID.randomUUID();
    leases.adapt(last, TestLeases.silence());
    backlogged.add(slow);
    backlogged.add(List.of(last));
    assertThat(take()).doesNotContainKey(last);

    leases.adapt(last, TestLeases.answer(200, 20));
    TestLeases.answer(leases, last, 10);

    assertThat(take()).containsOnlyKeys(last);
  }

  @Test
  void servesManyWebhooksInTurn() {
    begin(7, 5);
    List<UUID> webhooks = webhooks(100);
    webhooks.forEach(webhook -> TestLeases.answer(leases, webhook, 5));
    backlogged.add(webhooks);
    List<UUID> served = new ArrayList<>();
    while (served.size() < 100) {
      Map<UUID, Integer> taken = take();
      assertThat(taken).isNotEmpty();
      served.addAll(taken.keySet());
      taken.forEach(leases::giveBack);
      backlogged.add(taken.keySet());
    }

    assertThat(served.subList(0, 100)).isEqualTo(webhooks);
  }

  /** A claim for thousands of webhooks of one account would take long, and others would wait. */
  @Test
  void servesAnAccountInSteps() {
    begin(10_000, 1, webhook -> new Destination("account", "example.com", Flow.FREE));
    List<UUID> webhooks = webhooks(120);
    webhooks.forEach(webhook -> TestLeases.answer(leases, webhook, 1));
    backlogged.add(webhooks);

    assertThat(take()).hasSize(50);
    assertThat(take()).hasSize(50);
    assertThat(take()).hasSize(20);
    assertThat(take()).isEmpty();
  }

  @Test
  void accountsShareEquallyHoweverManyWebhooksTheyHave() {
    begin(
        100, 100, webhook -> webhook.equals(ONE) ? TestLeases.alone(ONE) : TestLeases.alone(OTHER));
    List<UUID> webhooks = webhooks(120);
    webhooks.forEach(webhook -> TestLeases.answer(leases, webhook, 1));
    backlogged.add(webhooks);
    backlogged.add(List.of(ONE));

    Map<UUID, Integer> taken = take();

    assertThat(taken.get(ONE)).isGreaterThan(10);
  }
}
