package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.delivery.send.Sender;
import webhooks.domain.address.AddressPolicy;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.HostGuard;
import webhooks.domain.delivery.Claim;
import webhooks.domain.delivery.DeliveryQueue;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.Slots;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.Subscription;
import webhooks.domain.webhook.Subscriptions;

class DeliveryDispatcherTest {
  private static final UUID WEBHOOK = UUID.randomUUID();
  private static final String LOOPBACK = "127.0.0.0/8";
  private static final int COUNT = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** For what is done after all patience: connections are closed, leases returned. */
  private static final Duration BUDGET = PATIENCE.plusSeconds(10);

  private final Settings.Delivery settings =
      new Settings.Delivery(
          Duration.ofSeconds(60),
          List.of(),
          100,
          100,
          List.of(LOOPBACK),
          Optional.empty(),
          Optional.empty());
  private final SecretCipher cipher = SecretCipher.of(NodeSettings.of(settings), false);
  private final Released queue = new Released();

  @Test
  void stopsInTimeAndReturnsWhatHangsAtItsReceivers() throws Exception {
    try (HangingReceiver receiver = new HangingReceiver()) {
      DeliveryDispatcher deliveries = deliveries(receiver.url());
      List<LeasedDelivery> leased =
          Stream.generate(DeliveryDispatcherTest::leased).limit(COUNT).toList();
      send(deliveries, leased);
      await().until(() -> receiver.held.size() == COUNT);

      long begin = System.nanoTime();
      deliveries.close(PATIENCE);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BUDGET);
      assertThat(queue.released).containsExactlyInAnyOrderElementsOf(leased);
      assertThat(queue.recorded).isEmpty();
    }
  }

  @Test
  void recordsWhatEndsWhileItStopsAndReturnsNothing() throws Exception {
    HangingReceiver receiver = new HangingReceiver();
    DeliveryDispatcher deliveries = deliveries(receiver.url());
    List<LeasedDelivery> leased =
        Stream.generate(DeliveryDispatcherTest::leased).limit(COUNT).toList();
    send(deliveries, leased);
    await().until(() -> receiver.held.size() == COUNT);

    CompletableFuture<Void> ends =
        CompletableFuture.runAsync(
            receiver::breaksOff, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
    deliveries.close(Duration.ofSeconds(20));

    assertThat(ends).isCompleted();
    assertThat(queue.recorded)
        .extracting(Outcome::delivery)
        .containsExactlyInAnyOrderElementsOf(leased);
    assertThat(queue.released).isEmpty();
  }

  /** The server may fail to start a thread, or to load a class, at any moment. */
  @Test
  void givesSlotsBackWhenAnErrorStrikesBeforeTheSend() {
    DeliveryDispatcher deliveries =
        deliveries(
            new Subscriptions(cipher) {
              @Override
              public Optional<Subscription> find(UUID webhookId) {
                throw new OutOfMemoryError("injected");
              }
            });
    int free = deliveries.slots().free();

    send(deliveries, Stream.generate(DeliveryDispatcherTest::leased).limit(COUNT).toList());

    assertThat(deliveries.slots().free()).isEqualTo(free);
    deliveries.close(PATIENCE);
    assertThat(queue.released).isEmpty();
  }

  private static void send(DeliveryDispatcher deliveries, List<LeasedDelivery> leased) {
    try (Reservation reservation = new Reservation(deliveries.slots())) {
      assertThat(reservation.take(WEBHOOK, leased.size())).isEqualTo(leased.size());
      deliveries.send(leased, reservation);
    }
  }

  private DeliveryDispatcher deliveries(String url) {
    Subscription subscription =
        new Subscription(
            WEBHOOK,
            1,
            true,
            1,
            CallbackUrl.parse(url),
            cipher.keyId(),
            cipher.encrypt(WEBHOOK, "secret", "s".repeat(32)),
            Optional.empty());
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
    Sender sender = new Sender(settings, guard, cipher, Clock.systemUTC(), Thread::new);
    return new DeliveryDispatcher(settings, queue, subscriptions, sender, Thread::new);
  }

  private static LeasedDelivery leased() {
    return new LeasedDelivery(
        UUID.randomUUID(),
        WEBHOOK,
        UUID.randomUUID(),
        1,
        1,
        new byte[0],
        Lease.starting(Duration.ofSeconds(70)));
  }

  /** Takes connections, and never says a word. */
  private static final class HangingReceiver implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Socket> held = new ConcurrentLinkedQueue<>();

    HangingReceiver() throws IOException {
      new Thread(this::accept).start();
    }

    private void accept() {
      try {
        while (true) {
          held.add(server.accept());
        }
      } catch (IOException e) {
        // Closed: the test is over.
      }
    }

    String url() {
      return "https://127.0.0.1:" + server.getLocalPort() + "/";
    }

    void breaksOff() {
      try {
        close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  /** Has nothing to claim, and keeps what is given back. */
  private static final class Released extends DeliveryQueue {
    private final List<LeasedDelivery> released = new ArrayList<>();
    private final List<Outcome> recorded = new ArrayList<>();

    @Override
    public Claim claimDue(Slots slots, int limit) {
      return new Claim(List.of(), Set.of(), 0);
    }

    @Override
    public List<UUID> webhooksWithWaiting() {
      return List.of();
    }

    @Override
    public int record(List<Outcome> outcomes) {
      recorded.addAll(outcomes);
      return 0;
    }

    @Override
    public void release(List<LeasedDelivery> deliveries) {
      released.addAll(deliveries);
    }
  }
}
