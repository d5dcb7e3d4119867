package webhooks.domain.event.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventForm;
import webhooks.domain.event.EventPayload;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.event.ingest.IngestNode;
import webhooks.domain.event.ingest.PublishResult;

/** Requests that a node stores in a real database, by two threads at a time. */
@OnEveryDatabase
class StoredRequestsTest extends RequestIngestFixture {
  private static final int THREADS = 2;
  private static final int MANY = 100;
  private static final PublishResult ACCEPTED = new PublishResult(1, 0);
  private static final PublishResult DUPLICATE = new PublishResult(0, 1);

  private final TestDatabase database;
  private IngestNode node;

  StoredRequestsTest(TestDatabase database) {
    this.database = database;
  }

  @Override
  int threadsTogether() {
    return THREADS;
  }

  @BeforeEach
  void storeInTheDatabase() {
    node = IngestNode.onEmpty(database);
    events.database = Optional.of(node.ingest());
  }

  /**
   * Occupies all threads, so that the requests that come next have one transaction. Returns the
   * answers to the first requests, whose events are counted too.
   */
  private List<CompletableFuture<PublishResult>> occupyAll() throws InterruptedException {
    List<CompletableFuture<PublishResult>> answers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      answers.add(occupy());
    }
    return answers;
  }

  /** Publishes usual events of some accounts. */
  private List<CompletableFuture<PublishResult>> publishMany(int count) {
    List<CompletableFuture<PublishResult>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(publish("account " + i % 7));
    }
    return answers;
  }

  private static void assertAccepted(List<CompletableFuture<PublishResult>> answers) {
    assertThat(answers).allSatisfy(one -> assertThat(one).succeedsWithin(LONG).isEqualTo(ACCEPTED));
  }

  @Test
  void faultyRequestAmongManyIsRefusedAlone() throws Exception {
    String ofUnknownITwin =
        event(UUID.randomUUID(), READY, "x", "")
            .replace("\"accountId\":\"x\"", "\"iTwinId\":\"" + UUID.randomUUID() + "\"");
    List<CompletableFuture<PublishResult>> good = new ArrayList<>(occupyAll());
    good.addAll(publishMany(MANY / 2));
    CompletableFuture<PublishResult> faulty = publish(ofUnknownITwin);
    good.addAll(publishMany(MANY / 2 - 1));

    permits.release();
    assertThat(next()).hasSize(MANY);
    permits.release(MANY);

    assertAccepted(good);
    assertThatThrownBy(faulty::join)
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_EVENTS_REQUEST));
    assertThat(node.events()).isEqualTo(THREADS + MANY - 1);
  }

  @Test
  void requestThatTheDatabaseRefusesFailsAlone() throws Exception {
    List<CompletableFuture<PublishResult>> good = new ArrayList<>(occupyAll());
    good.addAll(publishMany(MANY / 2));
    CompletableFuture<PublishResult> refused = publish(unstorable(), 0);
    good.addAll(publishMany(MANY / 2 - 1));

    permits.release();
    assertThat(next()).hasSize(MANY);
    permits.release(2 * MANY);

    assertAccepted(good);
    assertThatThrownBy(refused::join).hasCauseInstanceOf(DatabaseFailure.class);
    assertThat(node.events()).isEqualTo(THREADS + MANY - 1);
  }

  /** Returns a request whose event type has more characters than the column. */
  private static PublishEvents unstorable() {
    EventPayload payload =
        new EventPayload("{}".getBytes(StandardCharsets.UTF_8), "2026-10-02T14:55:00.463Z");
    Event event =
        new Event(UUID.randomUUID(), "x".repeat(256), Optional.of("b"), Optional.empty(), payload);
    return new PublishEvents(EventForm.ITWIN, Map.of("", event), List.of());
  }

  @Test
  void oneEventInSeveralRequestsOfATransactionIsStoredOnce() throws Exception {
    UUID iTwin = node.insertITwin("a");
    UUID id = UUID.randomUUID();
    String event = event(id, READY, "a", "");
    String ofITwin = event(id, READY, "a", ",\"iTwinId\":\"" + iTwin + "\"");
    List<CompletableFuture<PublishResult>> others = new ArrayList<>(occupyAll());
    CompletableFuture<PublishResult> first = publish(event);
    List<CompletableFuture<PublishResult>> later = List.of(publish(ofITwin), publish(event));
    others.addAll(publishMany(MANY));

    permits.release();
    assertThat(next()).hasSize(3 + MANY);
    permits.release(2);

    assertThat(first).succeedsWithin(LONG).isEqualTo(ACCEPTED);
    assertThat(later).allSatisfy(one -> assertThat(one).succeedsWithin(LONG).isEqualTo(DUPLICATE));
    assertAccepted(others);
    assertThat(node.events()).isEqualTo(THREADS + 1 + MANY);
  }

  @Test
  void deletionOfAnITwinLeavesUsualRequestsTogether() throws Exception {
    UUID iTwin = node.insertITwin("account 1");
    UUID webhook = node.insertWebhook("iTwin", iTwin.toString(), READY);
    String deletion =
        event(UUID.randomUUID(), DELETED, "account 1", ",\"iTwinId\":\"" + iTwin + "\"");
    List<CompletableFuture<PublishResult>> usual = new ArrayList<>(occupyAll());
    usual.addAll(publishMany(MANY / 2));
    CompletableFuture<PublishResult> deleting = publish(deletion);
    usual.addAll(publishMany(MANY / 2));
    assertThat(next()).as("the deletion has begun although all other threads are busy").hasSize(1);

    permits.release(MANY);

    assertAccepted(usual);
    assertThat(deleting).succeedsWithin(LONG).isEqualTo(ACCEPTED);
    assertThat(events.begun).as("one transaction of all usual requests").hasSize(1);
    assertThat(node.hasITwin(iTwin)).isFalse();
    assertThat(node.deactivated()).containsExactly(webhook);
    assertThat(node.events()).isEqualTo(THREADS + MANY + 1);
  }

  @Test
  void threadsThatStoreTheSameEventsAtOnceAnswerEachRequest() throws Exception {
    permits.release(1_000_000);
    List<String> published = new ArrayList<>();
    for (int i = 0; i < 2 * MANY; i++) {
      published.add(event(UUID.randomUUID(), READY, "account " + i % 7, ""));
    }
    int callers = 4;
    Callable<List<CompletableFuture<PublishResult>>> call = () -> publishShuffled(published);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    List<Future<List<CompletableFuture<PublishResult>>>> calls =
        threads.invokeAll(Collections.nCopies(callers, call));
    threads.shutdown();

    List<PublishResult> results = new ArrayList<>();
    for (Future<List<CompletableFuture<PublishResult>>> done : calls) {
      done.get().forEach(answer -> results.add(answer.orTimeout(1, TimeUnit.MINUTES).join()));
    }
    assertThat(Collections.frequency(results, ACCEPTED)).isEqualTo(published.size());
    assertThat(Collections.frequency(results, DUPLICATE))
        .isEqualTo((callers - 1) * published.size());
    assertThat(node.events()).isEqualTo(published.size());
  }

  private List<CompletableFuture<PublishResult>> publishShuffled(List<String> published) {
    List<String> shuffled = new ArrayList<>(published);
    Collections.shuffle(shuffled);
    return shuffled.stream().map(this::publish).toList();
  }
}
