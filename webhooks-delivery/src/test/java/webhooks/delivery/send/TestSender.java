package webhooks.delivery.send;

import static org.awaitility.Awaitility.await;

import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.pool.ConnPoolControl;
import webhooks.domain.address.AddressPolicy;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.HostGuard;
import webhooks.domain.address.NameResolver;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.HostAndPort;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.Subscription;

/** A sender with a short time-out and names of its own. */
final class TestSender implements AutoCloseable {
  /** Longer than a busy machine stands still, as many attempts are to end before. */
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** By how much an attempt may outlast that on a busy machine: less than once more. */
  static final Duration A_LITTLE = Duration.ofMillis(2500);

  static final int MAX_IN_FLIGHT = 100;
  static final Instant NOW = Instant.parse("2026-10-02T14:55:00.463Z");
  static final String SECRET = "the secret of this webhook, in 32 letters";
  static final UUID MESSAGE = UUID.fromString("8a0f4d9c-4e5b-4d0e-9d46-0c7e35a5b9b1");
  private static final String BODY = "{\"content\":{\"é\":1.50},\"webhookId\":\"";

  private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
  private final CountDownLatch hangs = new CountDownLatch(1);
  private volatile Duration delay = Duration.ZERO;
  private final SecretCipher cipher;
  private final Sender sender;

  TestSender(Path trusted, String... allowedNetworks) {
    this(trusted, Optional.empty(), allowedNetworks);
  }

  TestSender(Path trusted, HostAndPort proxy, String... allowedNetworks) {
    this(trusted, Optional.of(proxy), allowedNetworks);
  }

  private TestSender(Path trusted, Optional<HostAndPort> proxy, String... allowedNetworks) {
    Settings.Delivery delivery =
        new Settings.Delivery(
            TIMEOUT,
            List.of(),
            MAX_IN_FLIGHT,
            MAX_IN_FLIGHT,
            List.of(allowedNetworks),
            Optional.of(trusted),
            proxy);
    Settings settings = NodeSettings.of(delivery);
    NameResolver resolver = this::resolve;
    this.cipher = SecretCipher.of(settings, false);
    this.sender =
        new Sender(
            delivery,
            new HostGuard(new AddressPolicy(List.of(allowedNetworks)), resolver),
            cipher,
            Clock.fixed(NOW, ZoneOffset.UTC),
            Thread::new);
  }

  /** Makes a name stand for addresses. */
  void resolves(String name, String... addresses) throws UnknownHostException {
    List<InetAddress> found = new java.util.ArrayList<>();
    for (String address : addresses) {
      found.add(InetAddress.getByName(address));
    }
    names.put(name, found);
  }

  /** Makes all look-ups last this long. */
  void resolvesAfter(Duration duration) {
    delay = duration;
  }

  private List<InetAddress> resolve(String name) throws UnknownHostException {
    try {
      if (name.startsWith("hangs.")) {
        hangs.await();
      }
      hangs.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(names.get(name)).orElseThrow(() -> new UnknownHostException(name));
  }

  /** Makes one attempt at a callback URL and waits for its end, but not much beyond its time. */
  Attempt send(String url) throws Exception {
    return send(url, delivery());
  }

  Attempt send(String url, LeasedDelivery delivery) throws Exception {
    return begin(url, delivery).get(TIMEOUT.toMillis() + 10_000, TimeUnit.MILLISECONDS);
  }

  /** Makes one attempt of a webhook that nothing was ever sent to. */
  Attempt sendToAnother(String url) throws Exception {
    return begin(UUID.randomUUID(), url, delivery())
        .get(TIMEOUT.toMillis() + 10_000, TimeUnit.MILLISECONDS);
  }

  /** Begins an attempt and returns what it will have been. */
  CompletableFuture<Attempt> begin(String url, LeasedDelivery delivery) {
    return begin(new UUID(1, 2), url, delivery);
  }

  /** Begins an attempt of this webhook and returns what it will have been. */
  CompletableFuture<Attempt> begin(UUID webhook, String url, LeasedDelivery delivery) {
    Subscription subscription =
        new Subscription(
            webhook,
            1,
            true,
            1,
            CallbackUrl.parse(url),
            cipher.keyId(),
            cipher.encrypt(webhook, "secret", SECRET),
            Optional.empty());
    return sender.send(delivery, subscription);
  }

  /** Returns the delivery that is sent. */
  static LeasedDelivery delivery() {
    return delivery(BODY);
  }

  static LeasedDelivery delivery(String body) {
    return new LeasedDelivery(
        UUID.randomUUID(),
        new UUID(1, 2),
        MESSAGE,
        1,
        1,
        body.getBytes(StandardCharsets.UTF_8),
        Lease.starting(Duration.ofSeconds(15)));
  }

  /** Closes it, but first no attempt may have kept its connection, whatever was done to it. */
  @Override
  public void close() {
    hangs.countDown();
    try {
      await("all connections to be given back")
          .atMost(TIMEOUT.multipliedBy(4))
          .until(() -> connections().getTotalStats().getLeased() == 0);
    } finally {
      sender.close();
    }
  }

  /** The client tells nobody of its pool. */
  private ConnPoolControl<?> connections() throws ReflectiveOperationException {
    Object client = field(Sender.class, "client").get(sender);
    return (ConnPoolControl<?>) field(client.getClass(), "manager").get(client);
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
