package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.send.Sender;
import webhooks.delivery.send.receiver.LoopbackServer;
import webhooks.delivery.send.sender.TestSenderThreads;
import webhooks.domain.address.AddressPolicy;
import webhooks.domain.address.HostGuard;
import webhooks.domain.database.Dialect;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.node.NodeLoad;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.Subscriptions;

@Timeout(30)
class DeliveryDispatcherTest {
  private static final UUID WEBHOOK = UUID.randomUUID();
  private static final String LOOPBACK = "127.0.0.0/8";
  private static final int COUNT = 2;

  /** How long a stop waits for attempts that do not end. */
  private static final Duration SHORT = Duration.ofMillis(100);

  /** How long a stop may wait for what ends soon, on a busy machine too. */
  private static final Duration LONG = Duration.ofSeconds(20);

  private final DeliverySettings settings =
      new DeliverySettings(
          Duration.ofSeconds(60),
          List.of(),
          100,
          100,
          List.of(LOOPBACK),
          Optional.empty(),
          Optional.empty(),
          false);
  private final SecretCipher cipher =
      SecretCipher.of(NodeSettings.of(settings), Dialect.POSTGRESQL);
  private final IdleQueue queue = new IdleQueue();

  @Test
  void stopReturnsDeliveriesThatDoNotEnd() throws Exception {
    try (LoopbackServer receiver = silentReceiver()) {
      DeliveryDispatcher deliveries = deliveries(receiver);
      List<LeasedDelivery> leased = sendSeveral(deliveries);
      await().until(() -> receiver.connections() == COUNT);
      assertThat(deliveries.load().slots())
          .isEqualTo(new NodeLoad.SlotUse(COUNT, 100, COUNT, deliveries.leases().free() + COUNT));
      assertThat(deliveries.load().connections().inUse()).isEqualTo(COUNT);

      deliveries.close(SHORT);

      assertThat(queue.released()).containsExactlyInAnyOrderElementsOf(leased);
      assertThat(queue.recorded()).isEmpty();
    }
  }

  @Test
  void stopRecordsDeliveriesThatEndMeanwhile() throws Exception {
    LoopbackServer receiver = silentReceiver();
    DeliveryDispatcher deliveries = deliveries(receiver);
    List<LeasedDelivery> leased = sendSeveral(deliveries);
    await().until(() -> receiver.connections() == COUNT);

    Thread closing = new Thread(() -> deliveries.close(LONG));
    closing.start();
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    receiver.close();
    closing.join();

    assertThat(queue.recorded())
        .extracting(Outcome::delivery)
        .containsExactlyInAnyOrderElementsOf(leased);
    assertThat(queue.released()).isEmpty();
  }

  @Test
  void sendsNothingUnderALeaseThatIsTooShort() throws Exception {
    try (LoopbackServer receiver = silentReceiver()) {
      DeliveryDispatcher deliveries = deliveries(receiver);
      int free = deliveries.leases().free();
      try (Reservation reservation = new Reservation(deliveries.leases())) {
        assertThat(reservation.take(WEBHOOK, 1)).isEqualTo(1);
        long end = System.nanoTime() + settings.timeout().toNanos();
        Lease nearlyOver = new Lease(UUID.randomUUID(), settings.lease(), end);
        deliveries.send(List.of(leased(nearlyOver)), reservation);
      }

      deliveries.close(LONG);
      assertThat(deliveries.leases().free()).isEqualTo(free);
      assertThat(receiver.connections()).isZero();
      assertThat(queue.recorded()).isEmpty();
      assertThat(queue.released()).isEmpty();
    }
  }

  /** The server may fail to start a thread, or to load a class, at any moment. */
  @Test
  void givesSlotsBackAfterErrorBeforeSend() {
    AtomicBoolean slotsTaken = new AtomicBoolean();
    DeliveryDispatcher deliveries =
        deliveries(
            new Subscriptions(cipher) {
              @Override
              public Optional<Subscription> find(UUID webhookId) {
                if (!slotsTaken.getAndSet(true)) {
                  return Optional.empty();
                }
                throw new OutOfMemoryError("injected");
              }
            });
    int free = deliveries.leases().free();

    sendSeveral(deliveries);

    // The claimer's thread may be giving the last slot back. A stop that does not wait for it
    // abandons its delivery, whose slot nobody needs any more.
    deliveries.close(LONG);
    assertThat(deliveries.leases().free()).isEqualTo(free);
    assertThat(queue.released()).isEmpty();
  }

  private static LoopbackServer silentReceiver() throws IOException {
    return new LoopbackServer((connection, closing) -> closing.await());
  }

  private static List<LeasedDelivery> sendSeveral(DeliveryDispatcher deliveries) {
    List<LeasedDelivery> leased =
        Stream.generate(DeliveryDispatcherTest::leased).limit(COUNT).toList();
    try (Reservation reservation = new Reservation(deliveries.leases())) {
      assertThat(reservation.take(WEBHOOK, COUNT)).isEqualTo(COUNT);
      deliveries.send(leased, reservation);
    }
    return leased;
  }

  private DeliveryDispatcher deliveries(LoopbackServer receiver) {
    Subscription subscription =
        new Subscription(
            WEBHOOK,
            "client",
            "account",
            1,
            true,
            1,
            "127.0.0.1",
            cipher.keyId(),
            cipher.encrypt(
                WEBHOOK,
                EncryptedColumn.CALLBACK_URL,
                "https://127.0.0.1:" + receiver.port() + "/"),
            cipher.encrypt(WEBHOOK, EncryptedColumn.SECRET, "s".repeat(32)),
            Optional.empty(),
            false,
            Flow.FREE);
    return deliveries(
        new Subscriptions(cipher) {
          @Override
          public Optional<Subscription> find(UUID webhookId) {
            return Optional.of(subscription);
          }
        });
  }

  private DeliveryDispatcher deliveries(Subscriptions subscriptions) {
    HostGuard guard = new HostGuard(new AddressPolicy(List.of(LOOPBACK)), name -> List.of());
    Settings node = NodeSettings.of(settings);
    Sender sender = new Sender(node, guard, cipher, Clock.systemUTC(), TestSenderThreads.NEW);
    return new DeliveryDispatcher(node, queue, subscriptions, sender, Thread::new);
  }

  private static LeasedDelivery leased() {
    return leased(Lease.starting(Duration.ofSeconds(70)));
  }

  private static LeasedDelivery leased(Lease lease) {
    return new LeasedDelivery(
        UUID.randomUUID(), WEBHOOK, 1, 1, 1, EventBody.of(UUID.randomUUID(), new byte[1]), lease);
  }
}
