package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.LoggedAttempts;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.Subscriptions;

/** A runner of attempts that the test ends. */
abstract class AttemptRunnerFixture {
  static final UUID WEBHOOK = UUID.randomUUID();
  static final long ACTIVATION = 3;

  /** How many requests may be in flight after the first answer. */
  static final int LIMIT = 3;

  private static final DeliverySettings SETTINGS =
      new DeliverySettings(
          Duration.ofSeconds(5),
          List.of(),
          100,
          2,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          false);

  final IdleQueue queue = new IdleQueue();
  final NodeLeases leases = TestLeases.create(LeaseShares.of(1000), 100, TestLeases::alone);
  AttemptRunner runner;
  final OutcomeRecorder recorder =
      new OutcomeRecorder(
          queue, leases.unrecorded(), new AttemptLog(LoggedAttempts.NONE), leases::recorded);

  final List<LeasedDelivery> sent = new ArrayList<>();
  final List<CompletableFuture<Attempt>> attempts = new ArrayList<>();
  long activation = ACTIVATION;
  boolean hasOptions;
  Flow flow = Flow.FREE;
  WebhookOptions options;

  @BeforeEach
  void receiverHasAnswered() {
    TestLeases.answer(leases, WEBHOOK, 1);
  }

  void create(BiFunction<LeasedDelivery, SendableWebhook, CompletableFuture<Attempt>> sender) {
    runner =
        new AttemptRunner(
            SETTINGS,
            new Subscriptions(null) {
              @Override
              public Optional<Subscription> find(UUID webhookId) {
                return Optional.of(webhook());
              }

              @Override
              public Optional<SendableWebhook> withOptions(Subscription webhook) {
                return options == null
                    ? super.withOptions(webhook)
                    : Optional.of(new SendableWebhook(webhook, options));
              }
            },
            sender,
            leases);
  }

  CompletableFuture<Attempt> sendLater(LeasedDelivery delivery, SendableWebhook webhook) {
    sent.add(delivery);
    attempts.add(new CompletableFuture<>());
    return attempts.get(attempts.size() - 1);
  }

  Subscription webhook() {
    return new Subscription(
        WEBHOOK,
        "client",
        "account",
        1,
        true,
        activation,
        "receiver.example.com",
        "key",
        new byte[0],
        new byte[0],
        Optional.empty(),
        hasOptions,
        flow);
  }

  List<LeasedDelivery> send(int count) {
    List<LeasedDelivery> deliveries = new ArrayList<>();
    try (Reservation reservation = new Reservation(leases)) {
      assertThat(reservation.take(WEBHOOK, count)).isEqualTo(count);
      for (int i = 0; i < count; i++) {
        deliveries.add(delivery());
      }
      runner.send(deliveries, reservation);
    }
    return deliveries;
  }

  static LeasedDelivery delivery() {
    return new LeasedDelivery(
        UUID.randomUUID(),
        WEBHOOK,
        ACTIVATION,
        1,
        1,
        EventBody.of(UUID.randomUUID(), new byte[0]),
        Lease.starting(Duration.ofMinutes(5)));
  }

  static Attempt answer(int status, Optional<Duration> retryAfter) {
    return new Attempt(
        Instant.EPOCH,
        Duration.ofMillis(20),
        OptionalInt.of(status),
        status == 204 ? Optional.empty() : Optional.of(AttemptError.STATUS),
        Optional.empty(),
        new byte[0],
        retryAfter,
        AttemptHeaders.NONE,
        Optional.empty());
  }

  static Attempt timeOut(AttemptCause cause) {
    return new Attempt(
        Instant.EPOCH,
        Duration.ofSeconds(5),
        OptionalInt.empty(),
        Optional.of(AttemptError.TIMEOUT),
        Optional.of(cause),
        new byte[0],
        Optional.empty(),
        AttemptHeaders.NONE,
        Optional.empty());
  }

  static List<UUID> ids(List<LeasedDelivery> deliveries) {
    return deliveries.stream().map(LeasedDelivery::id).toList();
  }

  List<UUID> recorded() throws InterruptedException {
    recorder.close();
    return ids(queue.recorded().stream().map(Outcome::delivery).toList());
  }

  void assertReturnsAll() {
    create(this::sendLater);
    List<LeasedDelivery> deliveries = send(3);

    assertThat(sent).isEmpty();
    assertThat(leases.takeReturned()).isEqualTo(deliveries);
    assertThat(leases.takeReturned()).isEmpty();
    assertThat(leases.use().leased()).isZero();
  }
}
