package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.node.FakeNode;
import webhooks.domain.settings.TestSettings;

/** Requests whose transactions a test lets go on, one after the other. */
class RequestIngestTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String DELETED = "iTwins.iTwinDeleted.v1";
  private static final String READY = "iModels.changesReady.v1";

  private final ControlledEvents events = new ControlledEvents();
  private final Semaphore permits = events.permits;
  private final BlockingQueue<List<PublishEvents>> begun = events.begun;
  private final EventReader reader =
      new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC());
  private final FakeNode node = new FakeNode();
  private RequestIngest ingest;
  private List<Thread> threads;
  private volatile boolean stopped;

  @BeforeEach
  void start() {
    start(LONG);
  }

  private void start(Duration maxWait) {
    stopped = false;
    ingest = new RequestIngest(events, node.running(), true, 1, maxWait);
    threads = List.of(new Thread(() -> run(ingest, false)), new Thread(() -> run(ingest, true)));
    threads.forEach(Thread::start);
  }

  private void run(RequestIngest one, boolean alone) {
    while (!stopped) {
      try {
        if (alone) {
          one.storeAlone();
        } else {
          one.storeTogether();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } catch (RuntimeException | Error e) {
        // The answers tell the test.
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    stopped = true;
    ingest.close();
    permits.release(1_000_000);
    for (Thread thread : threads) {
      thread.join();
    }
  }

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
  void changeOfTheDirectoryDelaysNoOther() throws Exception {
    publish(event(UUID.randomUUID(), DELETED, "a", ",\"iTwinId\":\"" + UUID.randomUUID() + "\""));
    assertThat(next()).hasSize(1);

    CompletableFuture<PublishResult> other = publish("a");
    assertThat(next()).hasSize(1);
    permits.release(2);

    assertThat(other).succeedsWithin(LONG);
  }

  @Test
  void postponedRequestsAreStoredAlone() throws Exception {
    events.postponing = true;
    occupy();
    List<CompletableFuture<PublishResult>> large = List.of(publish("a"), publish("b"));

    permits.release(4);

    assertThat(large).allSatisfy(one -> assertThat(one).succeedsWithin(LONG));
    assertThat(events.stored).extracting(List::size).containsExactly(1, 2, 1, 1);
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

  @Test
  void waitIsBounded() throws Exception {
    stop();
    start(Duration.ofMillis(1));
    permits.drainPermits();

    assertThatThrownBy(publish("a")::join)
        .hasCauseInstanceOf(Refusal.class)
        .hasMessageContaining("could not be stored in time");
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

  /** Waits until a transaction begins, and returns its requests. */
  private List<PublishEvents> next() throws InterruptedException {
    return Objects.requireNonNull(begun.poll(1, TimeUnit.MINUTES), "No transaction has begun");
  }

  /** Begins a transaction that waits, so that further requests wait for the next one. */
  private CompletableFuture<PublishResult> occupy() throws InterruptedException {
    CompletableFuture<PublishResult> first = publish("first");
    next();
    return first;
  }

  private CompletableFuture<PublishResult> publish(String account) {
    return account.startsWith("{")
        ? ingest.publish(
            reader.readRequest(account.getBytes(StandardCharsets.UTF_8)),
            LimitKey.ofAccount("publisher"))
        : publish(event(UUID.randomUUID(), READY, account, ""));
  }

  private static String event(UUID id, String type, String account, String more) {
    String content = more.contains("content") ? "" : ",\"content\":{}";
    return "{\"messageId\":\"%s\",\"eventType\":\"%s\",\"accountId\":\"%s\"%s%s}"
        .formatted(id, type, account, content, more);
  }

  private static List<UUID> ids(List<PublishEvents> requests) {
    return requests.stream()
        .flatMap(request -> request.events().values().stream())
        .map(event -> event.id())
        .toList();
  }
}
