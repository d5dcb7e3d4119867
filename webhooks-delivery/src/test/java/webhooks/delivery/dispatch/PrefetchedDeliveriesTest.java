package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;

class PrefetchedDeliveriesTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static final UUID STRANGER = UUID.randomUUID();

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final AtomicLong nanos = new AtomicLong();

  private DeliverySlots slots;
  private PrefetchedDeliveries prefetched;

  private void create(
      int maxInFlight, int maxPerWebhook, Function<UUID, Destination> destinations) {
    slots = DeliverySlots.of(maxInFlight, maxPerWebhook, destinations);
    prefetched = new PrefetchedDeliveries(slots, nanos::get);
  }

  private List<LeasedDelivery> add(UUID webhook, int count) {
    List<LeasedDelivery> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      assertThat(slots.take(webhook, 1)).isEqualTo(1);
      added.add(delivery(webhook));
      prefetched.add(added.get(i));
    }
    return added;
  }

  private static LeasedDelivery delivery(UUID webhook) {
    return new LeasedDelivery(
        UUID.randomUUID(),
        webhook,
        1,
        UUID.randomUUID(),
        1,
        1,
        EventBody.of(new byte[0]),
        Lease.starting(Duration.ofSeconds(15)));
  }

  /** Starts all requests that may start. */
  private List<LeasedDelivery> started() {
    List<LeasedDelivery> started = new ArrayList<>();
    for (Optional<LeasedDelivery> next = prefetched.next();
        next.isPresent();
        next = prefetched.next()) {
      started.add(next.get());
    }
    return started;
  }

  @Test
  void startsDeliveriesOfWebhookInOrder() {
    create(100, 2, TestSlots::alone);
    TestSlots.answer(slots, ONE, 2);
    List<LeasedDelivery> added = add(ONE, 5);

    assertThat(started()).isEqualTo(added.subList(0, 2));
    assertThat(started()).isEmpty();
    prefetched.ended(ONE);
    assertThat(started()).isEqualTo(added.subList(2, 3));
    prefetched.ended(ONE);
    prefetched.ended(ONE);
    assertThat(started()).isEqualTo(added.subList(3, 5));
  }

  @Test
  void busyWebhookHoldsUpNoOther() {
    create(100, 2, TestSlots::alone);
    TestSlots.answer(slots, ONE, 2);
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
        id -> id.equals(STRANGER) ? TestSlots.alone(id) : new Destination("account", "host"));
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
        id -> id.equals(STRANGER) ? TestSlots.alone(id) : new Destination("account", "host"));
    for (int i = 0; i < 200; i++) {
      UUID webhook = UUID.randomUUID();
      TestSlots.answer(slots, webhook, 1);
      add(webhook, 1);
    }
    assertThat(started()).hasSizeBetween(30, 75);

    List<LeasedDelivery> ofStranger = add(STRANGER, 1);

    assertThat(started()).isEqualTo(ofStranger);
  }

  @Test
  void removesDeliveriesThatWaitTooLong() {
    create(100, 2, TestSlots::alone);
    TestSlots.answer(slots, ONE, 2);
    List<LeasedDelivery> early = add(ONE, 3);
    started();
    nanos.set(10);
    TestSlots.answer(slots, OTHER, 2);
    add(OTHER, 3);
    started();

    assertThat(prefetched.removeWaiting(11, TIMEOUT)).isEmpty();
    assertThat(prefetched.removeWaiting(10, TIMEOUT)).isEqualTo(early.subList(2, 3));
    prefetched.ended(ONE);
    assertThat(started()).isEmpty();
  }

  @Test
  void removesDeliveriesWhoseLeaseIsTooShort() {
    create(100, 2, TestSlots::alone);
    List<LeasedDelivery> added = add(ONE, 1);

    assertThat(prefetched.removeWaiting(10, Duration.ofSeconds(14))).isEmpty();
    assertThat(prefetched.removeWaiting(10, Duration.ofSeconds(15))).isEqualTo(added);
  }

  @Test
  void busyWebhooksOfAccountHoldUpNoOther() {
    create(1000, 1, id -> new Destination("account", "host"));
    List<UUID> busy = Stream.generate(UUID::randomUUID).limit(20).toList();
    for (UUID webhook : busy) {
      TestSlots.answer(slots, webhook, 1);
      add(webhook, 1);
    }
    assertThat(started()).hasSize(20);
    busy.forEach(webhook -> add(webhook, 1));

    List<LeasedDelivery> ofStranger = add(STRANGER, 1);

    assertThat(started()).isEqualTo(ofStranger);
  }

  @Test
  void fullHostHoldsUpNoOtherHostOfItsAccount() {
    create(100, 100, id -> new Destination("account", id.equals(STRANGER) ? "other" : "host"));
    for (int i = 0; i < 200; i++) {
      UUID webhook = UUID.randomUUID();
      TestSlots.answer(slots, webhook, 1);
      add(webhook, 1);
    }
    assertThat(started()).hasSizeBetween(30, 75);

    List<LeasedDelivery> ofOtherHost = add(STRANGER, 1);

    assertThat(started()).isEqualTo(ofOtherHost);
  }

  @Test
  void removesDeliveriesOfWebhook() {
    create(100, 2, TestSlots::alone);
    List<LeasedDelivery> added = add(ONE, 2);
    List<LeasedDelivery> others = add(OTHER, 1);

    assertThat(prefetched.removeAll(ONE)).isEqualTo(added);
    assertThat(prefetched.removeAll(ONE)).isEmpty();
    assertThat(started()).isEqualTo(others);
  }

  @Test
  void startsNothingAfterClose() {
    create(100, 2, TestSlots::alone);
    List<LeasedDelivery> added = add(ONE, 2);

    assertThat(prefetched.close()).isEqualTo(added);
    assertThat(prefetched.add(added.get(0))).isFalse();
    assertThat(started()).isEmpty();
  }

  @Test
  @Timeout(60)
  void startsEachOnceWithSeveralThreads() throws Exception {
    create(20, 5, TestSlots::alone);
    List<UUID> webhooks = List.of(ONE, OTHER, STRANGER);
    webhooks.forEach(webhook -> TestSlots.answer(slots, webhook, 5));
    ConcurrentLinkedQueue<UUID> sent = new ConcurrentLinkedQueue<>();
    AtomicInteger added = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int thread = 0; thread < 4; thread++) {
      threads.execute(
          () -> {
            for (int i = 0; i < 10_000; i++) {
              UUID webhook = webhooks.get(i % 3);
              if (slots.take(webhook, 1) == 1) {
                prefetched.add(delivery(webhook));
                added.incrementAndGet();
              }
              prefetched
                  .next()
                  .ifPresent(
                      delivery -> {
                        sent.add(delivery.id());
                        prefetched.ended(delivery.webhookId());
                        slots.giveBack(delivery.webhookId(), 1);
                      });
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
    started().forEach(delivery -> sent.add(delivery.id()));

    assertThat(sent).hasSizeGreaterThan(1000).doesNotHaveDuplicates();
    int waiting = prefetched.close().size();
    assertThat(sent.size() + waiting).isEqualTo(added.get());
  }
}
