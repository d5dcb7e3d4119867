package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.TestAttempts;

/** The sums of failures and successes that a node writes once a second. */
class FailureSumsTest {
  private final UUID webhook = UUID.randomUUID();
  private final List<Map<UUID, FailureSum>> written = new ArrayList<>();
  private Optional<RuntimeException> failure = Optional.empty();
  private final FailureSums sums =
      new FailureSums(
          new FailureStreaks() {
            @Override
            public List<UUID> add(Map<UUID, FailureSum> added) {
              failure.ifPresent(
                  thrown -> {
                    throw thrown;
                  });
              written.add(new HashMap<>(added));
              return List.of();
            }
          },
          new FakeDeactivations());

  private void record(Attempt attempt, long version) {
    record(attempt, version, DeliveryStatus.PENDING, EventBody.of(webhook, new byte[0]));
  }

  private void record(Attempt attempt, long version, DeliveryStatus status, EventBody event) {
    LeasedDelivery delivery = new LeasedDelivery(UUID.randomUUID(), webhook, 1, 1, 1, event, null);
    Outcome outcome = new Outcome(delivery, attempt, version, status, Duration.ZERO);
    sums.recorded(new OutcomesRecorded(List.of(outcome), 0));
  }

  private void exhausts(long version, EventBody event) {
    Attempt failed = TestAttempts.failed(AttemptError.CONNECT, Optional.empty());
    record(failed, version, DeliveryStatus.EXHAUSTED, event);
  }

  private void fails(long version) {
    record(TestAttempts.failed(AttemptError.CONNECT, Optional.empty()), version);
  }

  private void succeeds(long version) {
    record(TestAttempts.succeeded(), version);
  }

  private FailureSum write() {
    sums.write();
    return written.get(written.size() - 1).get(webhook);
  }

  @Test
  void writesNothingTwice() {
    fails(1);
    fails(1);
    assertThat(write().failures()).isEqualTo(2);

    sums.write();

    assertThat(written).hasSize(1);
  }

  @Test
  void aSuccessEndsTheFailuresBeforeIt() {
    fails(1);
    succeeds(1);
    fails(1);

    assertThat(write())
        .satisfies(
            sum -> {
              assertThat(sum.ended()).isTrue();
              assertThat(sum.failures()).isEqualTo(1);
            });
  }

  @Test
  void failuresOfAnEarlierVersionDoNotCount() {
    fails(1);
    fails(2);
    fails(2);
    fails(1);

    assertThat(write())
        .satisfies(
            sum -> {
              assertThat(sum.failures()).isEqualTo(2);
              assertThat(sum.version()).isEqualTo(2);
            });
  }

  @Test
  void failuresOfABusyNodeDoNotCount() {
    record(TestAttempts.ofBusyNode(), 1);

    sums.write();

    assertThat(written).isEmpty();
  }

  /** A success or a change of the webhook ends the streak, and brings no delivery back. */
  @Test
  void countsEachExhaustedDelivery() {
    EventBody event = EventBody.of(webhook, new byte[0]);
    exhausts(2, event);
    exhausts(1, event);
    fails(2);
    succeeds(2);
    exhausts(3, event);
    fails(3);

    FailureSum sum = write();

    assertThat(sum.exhausted()).isEqualTo(3);
    assertThat(sum.failures()).isEqualTo(2);
  }

  /** They would cause further ones without end. */
  @Test
  void doesNotCountDeliveriesOfOperationalEvents() {
    exhausts(1, new EventBody(webhook, new byte[0], Optional.empty(), true));

    FailureSum sum = write();

    assertThat(sum.exhausted()).isZero();
    assertThat(sum.failures()).isEqualTo(1);
  }

  @Test
  void keepsSumsThatTheDatabaseDidNotTake() {
    failure = Optional.of(new DatabaseFailure(new SQLException("gone", "08006")));
    fails(1);
    assertThatThrownBy(sums::write).isInstanceOf(DatabaseFailure.class);
    fails(1);
    sums.writeLast();

    failure = Optional.empty();

    assertThat(write().failures()).isEqualTo(2);
  }

  @Test
  void dropsSumsThatTheDatabaseNeverTakes() {
    failure = Optional.of(new DatabaseFailure(new SQLException("data", "22001")));
    fails(1);
    assertThatThrownBy(sums::write).isInstanceOf(DatabaseFailure.class);

    failure = Optional.empty();
    sums.write();

    assertThat(written).isEmpty();
  }
}
