package webhooks.domain.event.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.ingest.PublishOutcome;
import webhooks.domain.event.ingest.PublishResult;

class RequestIngestTest extends RequestIngestFixture {
  @Test
  void storesTheFirstRequestAtOnceAndThenTogetherWhatCameMeanwhile() throws Exception {
    CompletableFuture<PublishResult> first = publish("a");
    assertThat(next()).hasSize(1);
    List<CompletableFuture<PublishResult>> later =
        List.of(publish("a"), publish("b"), publish("c"));
    assertThat(first).isNotDone();

    permits.release();

    assertThat(first).succeedsWithin(LONG);
    assertThat(next()).hasSize(3);
    permits.release();
    assertThat(later).allSatisfy(one -> assertThat(one).succeedsWithin(LONG));
  }

  @Test
  void refusedTransactionIsDividedSoThatOneRequestFails() throws Exception {
    UUID poison = UUID.randomUUID();
    events.transaction =
        requests -> {
          if (ids(requests).contains(poison)) {
            throw new DatabaseFailure(new SQLException("injected", "22021"));
          }
        };
    occupy();
    CompletableFuture<PublishResult> good = publish("a");
    CompletableFuture<PublishResult> refused = publish(event(poison, READY, "b", ""));
    CompletableFuture<PublishResult> last = publish("c");

    permits.release(5);

    assertThat(good).succeedsWithin(LONG);
    assertThat(last).succeedsWithin(LONG);
    assertThatThrownBy(refused::join).hasCauseInstanceOf(DatabaseFailure.class);
  }

  @Test
  void conflictIsTriedAgain() {
    permits.release(4);
    events.transaction =
        requests -> {
          if (begun.size() < 4) {
            throw new DatabaseFailure(new SQLException("injected", "40001"));
          }
        };

    assertThat(publish("a")).succeedsWithin(LONG);

    assertThat(begun).hasSize(4);
  }

  /** Each caller publishes again. Meanwhile the others must not wait for more of the same. */
  @Test
  void unavailableDatabaseFailsAllRequestsOfATransactionAtOnce() throws Exception {
    events.transaction =
        requests -> {
          throw new DatabaseFailure(new SQLException("injected", "08006"));
        };
    CompletableFuture<PublishResult> first = occupy();
    List<CompletableFuture<PublishResult>> waiting = List.of(publish("a"), publish("b"));

    permits.release(2);

    assertThatThrownBy(first::join).hasCauseInstanceOf(DatabaseFailure.class);
    assertThat(waiting)
        .allSatisfy(one -> assertThatThrownBy(one::join).hasCauseInstanceOf(DatabaseFailure.class));
    assertThat(begun).hasSize(1);
  }

  @Test
  void failureThatIsNoExceptionAnswersAllRequestsToo() {
    permits.release();
    events.transaction =
        requests -> {
          throw new OutOfMemoryError("injected");
        };

    assertThatThrownBy(publish("a")::join).hasRootCauseInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void requestsWithManyDeliveriesAreStoredAlone() throws Exception {
    events.postponing = Optional.of(new PublishOutcome.Postponed(true));

    List<CompletableFuture<PublishResult>> large = List.of(publish("a"), publish("b"));
    permits.release(10);

    assertThat(large).allSatisfy(one -> assertThat(one).succeedsWithin(LONG));
  }

  @Test
  void waitForATransactionIsBounded() throws Exception {
    stop();
    permits.drainPermits();
    start(Duration.ZERO);
    occupy();
    CompletableFuture<PublishResult> late = publish("a");

    ingest.refuseLate();

    assertThatThrownBy(late::join)
        .hasCauseInstanceOf(Refusal.class)
        .hasMessageContaining("could not be stored in time");
    permits.release(2);
    stop();
    assertThat(events.stored).as("what was refused is not stored").hasSize(1);
  }

  /** WildFly closes a connection on which nothing happens for ten seconds. */
  @Test
  void requestsOfATransactionThatHangsAreAnswered() throws Exception {
    stop();
    permits.drainPermits();
    start(Duration.ZERO);
    List<CompletableFuture<PublishResult>> begun = List.of(occupy(), publish(deletion("a")));
    next();

    ingest.refuseLate();

    assertThat(begun)
        .allSatisfy(
            one ->
                assertThat(one)
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .withCauseInstanceOf(Refusal.class)
                    .withMessageContaining("not known whether the events are stored"));
  }

  /** Its publisher has an answer, and sends it again. */
  @Test
  void requestThatIsAnsweredDuringItsTransactionIsNotStoredAgain() throws Exception {
    stop();
    permits.drainPermits();
    start(Duration.ZERO);
    events.postponing = Optional.of(new PublishOutcome.Postponed(true));
    occupy();
    ingest.refuseLate();
    permits.release(10);

    assertThat(publish("a")).succeedsWithin(LONG);

    assertThat(events.stored).as("one of the first, two of the other").hasSize(3);
  }

  @Test
  void requestsThatAreAnsweredAlreadyAreNotStoredOneByOne() throws Exception {
    stop();
    permits.drainPermits();
    start(Duration.ZERO);
    events.transaction =
        requests -> {
          if (requests.size() > 1) {
            throw new DatabaseFailure(new SQLException("injected", "55P03"));
          }
        };
    occupy();
    List<CompletableFuture<PublishResult>> together = List.of(publish("a"), publish("b"));
    permits.release();
    assertThat(next()).hasSize(2);

    ingest.refuseLate();
    permits.release(10);

    assertThat(together)
        .allSatisfy(one -> assertThatThrownBy(one::join).hasCauseInstanceOf(Refusal.class));
    stop();
    assertThat(events.stored).as("the first request alone").hasSize(1);
  }

  @Test
  void stopRefusesWhatIsNotBegunAndAnswersWhatIs() throws Exception {
    CompletableFuture<PublishResult> first = occupy();
    CompletableFuture<PublishResult> waiting = publish("a");

    ingest.close();

    assertThatThrownBy(waiting::join).hasCauseInstanceOf(Refusal.class);
    assertThatThrownBy(publish("b")::join).hasCauseInstanceOf(Refusal.class);
    permits.release();
    assertThat(first).succeedsWithin(LONG);
  }
}
