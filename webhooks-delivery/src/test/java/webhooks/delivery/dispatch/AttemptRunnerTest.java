package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.subscription.Flow;

class AttemptRunnerTest extends AttemptRunnerFixture {
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

    flow = new Flow(true, 1, false, Optional.empty());
    attempts.get(0).complete(answer(204, Optional.empty()));

    assertThat(sent).hasSize(LIMIT);
    assertThat(leases.takeReturned()).isEqualTo(deliveries.subList(LIMIT, 5));
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
