package webhooks.domain.event.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.event.ingest.PublishOutcome;
import webhooks.domain.event.ingest.PublishResult;

/** What requests of different accounts leave to each other. */
class RequestTurnsTest extends RequestIngestFixture {
  @Test
  void accountsTakeTurnsAndKeepTheirOrder() throws Exception {
    List<UUID> flood = new ArrayList<>();
    occupy();
    for (int i = 0; i < 500; i++) {
      flood.add(UUID.randomUUID());
      publish(event(flood.get(i), READY, "flooding", ""));
    }
    CompletableFuture<PublishResult> other = publish("other");

    permits.release();
    List<PublishEvents> taken = next();

    assertThat(taken).hasSize(200);
    permits.release();
    assertThat(other).succeedsWithin(LONG);
    assertThat(ids(taken).stream().filter(flood::contains).toList())
        .isEqualTo(flood.subList(0, 199));
  }

  @Test
  void changesOfTheDirectoryDelayOnlyThoseOfTheirAccount() throws Exception {
    publish(deletion("a"));
    publish(deletion("a"));
    assertThat(next()).hasSize(1);

    CompletableFuture<PublishResult> usual = publish("a");
    assertThat(next()).hasSize(1);
    CompletableFuture<PublishResult> other = publish(deletion("b"));
    assertThat(next()).hasSize(1);
    permits.release(4);

    assertThat(usual).succeedsWithin(LONG);
    assertThat(other).succeedsWithin(LONG);
  }

  @Test
  void failedChangeOfTheDirectoryDelaysNoOther() throws Exception {
    events.transaction =
        requests -> {
          throw new DatabaseFailure(new SQLException("injected", "08006"));
        };
    permits.release();
    assertThatThrownBy(publish(deletion("a"))::join).hasCauseInstanceOf(DatabaseFailure.class);

    events.transaction = requests -> {};
    permits.release();

    assertThat(publish(deletion("a"))).succeedsWithin(LONG);
  }

  @Test
  void requestThatDidNotFitHasTheNextTransaction() throws Exception {
    events.postponing = Optional.of(new PublishOutcome.Postponed(false));
    CompletableFuture<PublishResult> postponed = occupy();
    publish("first");

    permits.release();
    assertThat(next()).as("it and the next one").hasSize(2);
    events.postponing = Optional.empty();
    permits.release(10);

    assertThat(postponed).succeedsWithin(LONG);
  }

  @Test
  void requestsOfITwinsTakeTheTurnOfTheirAccount() throws Exception {
    UUID iTwin = UUID.randomUUID();
    events.accounts = Map.of(iTwin, "a");
    permits.release();
    assertThat(publish(ofITwin(iTwin))).succeedsWithin(LONG);
    next();
    occupy();
    for (int i = 0; i < 500; i++) {
      publish("a");
    }
    CompletableFuture<PublishResult> last = publish(ofITwin(iTwin));

    permits.release(2);
    next();

    assertThat(next()).hasSize(200);
    assertThat(last).isNotDone();
  }

  private static String ofITwin(UUID iTwin) {
    return event(UUID.randomUUID(), READY, "x", "")
        .replace("\"accountId\":\"x\"", "\"iTwinId\":\"" + iTwin + "\"");
  }

  @Test
  void transactionHasABoundInBytes() throws Exception {
    stop();
    permits.drainPermits();
    start(LONG, 1L << 30);
    occupy();
    String content = ",\"content\":{\"x\":\"" + "x".repeat(250_000) + "\"}";
    for (int i = 0; i < 36; i++) {
      publish(event(UUID.randomUUID(), READY, "account " + i, content));
    }

    permits.release();

    assertThat(next()).hasSizeBetween(30, 34);
  }

  @Test
  void eventsOfOneAccountLeaveMemoryToOthers() throws Exception {
    occupy();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                publish(large("flooding"));
              }
            })
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));

    CompletableFuture<PublishResult> other = publish(large("other"));

    permits.release(1000);
    assertThat(other).succeedsWithin(LONG);
    await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(publish(large("flooding"))).succeedsWithin(LONG));
  }

  private static String large(String account) {
    String content = ",\"content\":{\"x\":\"" + "x".repeat(60_000) + "\"}";
    return event(UUID.randomUUID(), READY, account, content);
  }
}
