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
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.LoggedAttempts;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.Subscriptions;

class AttemptRunnerTest {
  private static final UUID WEBHOOK = UUID.randomUUID();
  private static final long ACTIVATION = 3;

  /** How many requests may be in flight after the first answer. */
  private static final int LIMIT = 3;

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

  private final IdleQueue queue = new IdleQueue();
  private final NodeLeases leases = TestLeases.create(LeaseShares.of(1000), 100, TestLeases::alone);
  private AttemptRunner runner;
  private final OutcomeRecorder recorder =
      new OutcomeRecorder(
          queue, leases.unrecorded(), new AttemptLog(LoggedAttempts.NONE), leases::recorded);

  private final List<LeasedDelivery> sent = new ArrayList<>();
  private final List<CompletableFuture<Attempt>> attempts = new ArrayList<>();
  private long activation = ACTIVATION;
  private boolean hasOptions;
  private Flow flow = Flow.FREE;

  @BeforeEach
  void receiverHasAnswered() {
    TestLeases.answer(leases, WEBHOOK, 1);
  }

  private void create(
      BiFunction<LeasedDelivery, SendableWebhook, CompletableFuture<Attempt>> sender) {
    runner =
        new AttemptRunner(
            SETTINGS,
            new Subscriptions(null) {
              @Override
              public Optional<Subscription> find(UUID webhookId) {
                return Optional.of(webhook());
              }
            },
            sender,
            leases);
  }

  private CompletableFuture<Attempt> sendLater(LeasedDelivery delivery, SendableWebhook webhook) {
    sent.add(delivery);
    attempts.add(new CompletableFuture<>());
    return attempts.get(attempts.size() - 1);
  }

  private Subscription webhook() {
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

  private List<LeasedDelivery> send(int count) {
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

  private static LeasedDelivery delivery() {
    return new LeasedDelivery(
        UUID.randomUUID(),
        WEBHOOK,
        ACTIVATION,
        1,
        1,
        EventBody.of(UUID.randomUUID(), new byte[0]),
        Lease.starting(Duration.ofMinutes(5)));
  }

  private static Attempt answer(int status, Optional<Duration> retryAfter) {
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

  private static Attempt timeOut(AttemptCause cause) {
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

  private static List<UUID> ids(List<LeasedDelivery> deliveries) {
    return deliveries.stream().map(LeasedDelivery::id).toList();
  }

  private List<UUID> recorded() throws InterruptedException {
    recorder.close();
    return ids(queue.recorded().stream().map(Outcome::delivery).toList());
  }

  @Test
  void attemptThatEndsStartsTheNextWithoutTheDatabase() {
    create(this::sendLater);
    List<LeasedDelivery> deliveries = send(5);
    assertThat(sent).isEqualTo(deliveries.subList(0, LIMIT));

    attempts.get(1).complete(answer(204, Optional.empty()));

    assertThat(sent).as("one place is free, one was earned").isEqualTo(deliveries);
    assertThat(queue.recorded()).isEmpty();
  }

  @Test
  void busyNodeKeepsTheBoundOfItsWebhook() {
    create(this::sendLater);
    send(5);

    attempts.get(0).complete(timeOut(AttemptCause.NODE_BUSY));
    assertThat(sent).as("the free place is used").hasSize(LIMIT + 1);
    attempts.get(1).complete(timeOut(AttemptCause.NO_RESPONSE));
    assertThat(sent).as("the bound is lower").hasSize(LIMIT + 1);
  }

  @Test
  void attemptsThatEndAtOnceDoNotFillTheStack() throws InterruptedException {
    create((delivery, webhook) -> CompletableFuture.completedFuture(answer(204, Optional.empty())));
    TestLeases.answer(leases, WEBHOOK, 100);
    List<LeasedDelivery> deliveries = send(3000);

    assertThat(recorded()).containsExactlyElementsOf(ids(deliveries));
    assertThat(leases.use().leased()).isZero();
  }

  @Test
  void pauseByOwnerReturnsDeliveriesThatWait() {
    create(this::sendLater);
    List<LeasedDelivery> deliveries = send(5);

    flow = new Flow(true, 1, false);
    attempts.get(0).complete(answer(204, Optional.empty()));

    assertThat(sent).hasSize(LIMIT);
    assertThat(leases.takeReturned()).isEqualTo(deliveries.subList(LIMIT, 5));
  }

  private void assertReturnsAll() {
    create(this::sendLater);
    List<LeasedDelivery> deliveries = send(3);

    assertThat(sent).isEmpty();
    assertThat(leases.takeReturned()).isEqualTo(deliveries);
    assertThat(leases.takeReturned()).isEmpty();
    assertThat(leases.use().leased()).isZero();
  }

  @Test
  void returnsDeliveriesOfEndedActivation() {
    activation++;
    assertReturnsAll();
  }

  /** The next claim loads the options. Nothing is sent without them. */
  @Test
  void returnsDeliveriesWhoseOptionsAreNotInMemory() {
    hasOptions = true;
    assertReturnsAll();
  }

  /** Before the pause is recorded, a claim would lease them again. */
  @Test
  void askedPauseReturnsDeliveriesThatWait() throws InterruptedException {
    create(this::sendLater);
    List<LeasedDelivery> deliveries = send(5);

    attempts.get(0).complete(answer(503, Optional.of(Duration.ofMinutes(1))));
    List<LeasedDelivery> later = send(1);

    assertThat(sent).hasSize(LIMIT);
    assertThat(leases.takeReturned()).isEmpty();
    assertThat(recorded()).containsExactly(deliveries.get(0).id());
    assertThat(leases.takeReturned())
        .containsExactly(deliveries.get(3), deliveries.get(4), later.get(0));
    assertThat(leases.use().leased()).isEqualTo(LIMIT - 1);
    attempts.get(1).complete(answer(204, Optional.empty()));
    assertThat(send(1)).as("after the pause").isEqualTo(sent.subList(LIMIT, LIMIT + 1));
  }

  @Test
  void goneReceiverReturnsDeliveriesThatWait() throws InterruptedException {
    create(this::sendLater);
    List<LeasedDelivery> deliveries = send(5);

    attempts.get(0).complete(answer(410, Optional.empty()));
    recorded();

    assertThat(sent).hasSize(LIMIT);
    assertThat(leases.takeReturned()).isEqualTo(deliveries.subList(LIMIT, 5));
  }

  /** Its first lease ended while it waited, so that a claim leased it once more. */
  @Test
  void eachLeaseOfDeliveryGivesItsSlotBack() throws InterruptedException {
    create(this::sendLater);
    LeasedDelivery delivery = send(1).get(0);
    LeasedDelivery again =
        new LeasedDelivery(
            delivery.id(),
            WEBHOOK,
            ACTIVATION,
            1,
            1,
            EventBody.of(delivery.messageId(), new byte[0]),
            Lease.starting(Duration.ofMinutes(5)));
    try (Reservation reservation = new Reservation(leases)) {
      assertThat(reservation.take(WEBHOOK, 1)).isEqualTo(1);
      runner.send(List.of(again), reservation);
    }

    attempts.forEach(attempt -> attempt.complete(answer(204, Optional.empty())));

    assertThat(recorded()).hasSize(2);
    assertThat(leases.use().leased()).isZero();
  }

  @Test
  void stopKeepsWhatIsInFlightAndReturnsTheRest() throws InterruptedException {
    create(this::sendLater);
    List<LeasedDelivery> deliveries = send(5);

    leases.close();
    assertThat(leases.takeReturned()).isEqualTo(deliveries.subList(LIMIT, 5));
    attempts.get(0).complete(answer(204, Optional.empty()));

    assertThat(sent).hasSize(LIMIT);
    assertThat(recorded()).containsExactly(deliveries.get(0).id());
    assertThat(leases.abandon()).containsExactlyInAnyOrderElementsOf(deliveries.subList(1, LIMIT));
  }
}
