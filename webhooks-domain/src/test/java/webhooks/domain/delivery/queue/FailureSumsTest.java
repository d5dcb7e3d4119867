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
            public void add(Map<UUID, FailureSum> added) {
              failure.ifPresent(
                  thrown -> {
                    throw thrown;
                  });
              written.add(new HashMap<>(added));
            }
          });

  private void record(Attempt attempt, long version) {
    LeasedDelivery delivery =
        new LeasedDelivery(
            UUID.randomUUID(), webhook, 1, 1, 1, EventBody.of(webhook, new byte[0]), null);
    Outcome outcome =
        new Outcome(delivery, attempt, version, DeliveryStatus.PENDING, Duration.ZERO);
    sums.recorded(new OutcomesRecorded(List.of(outcome), 0));
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
