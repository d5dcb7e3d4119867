package webhooks.domain.event.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.PublishBody;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.event.ingest.PublishResult;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.node.FakeNode;
import webhooks.domain.settings.TestSettings;

/**
 * A node that stores requests, whose transactions a test lets go on one after the other. Each test
 * starts with no request.
 */
abstract class RequestIngestFixture {
  static final Duration LONG = Duration.ofMinutes(1);
  static final String DELETED = "iTwins.iTwinDeleted.v1";
  static final String READY = "iModels.changesReady.v1";

  final ControlledEvents events = new ControlledEvents();
  final Semaphore permits = events.permits;
  final BlockingQueue<List<PublishEvents>> begun = events.begun;
  final EventReader reader =
      new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC());
  final FakeNode node = new FakeNode();
  RequestIngest ingest;
  private List<Thread> threads;
  private volatile boolean stopped;

  /** A thread that throws pauses, and delays the requests of other accounts. */
  private final List<RuntimeException> thrown = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    start(LONG);
  }

  void start(Duration maxWait) {
    start(maxWait, 1);
  }

  /** Starts a node with a heap of this many bytes. */
  void start(Duration maxWait, long heap) {
    stopped = false;
    ingest = new RequestIngest(events, node.running(), true, heap, maxWait);
    Stream<Step> together =
        Collections.nCopies(threadsTogether(), (Step) ingest::storeTogether).stream();
    Stream<Step> alone =
        Stream.of(ingest::storeChange, ingest::storeChange, ingest::storeLarge, ingest::storeLarge);
    threads = Stream.concat(together, alone).map(step -> new Thread(() -> run(step))).toList();
    threads.forEach(Thread::start);
  }

  /** Returns how many transactions of several requests run at a time. */
  int threadsTogether() {
    return 1;
  }

  /** What each of the threads repeats. */
  private interface Step {
    void run() throws InterruptedException;
  }

  private void run(Step step) {
    while (!stopped) {
      try {
        step.run();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } catch (RuntimeException e) {
        thrown.add(e);
      } catch (Error e) {
        // The test checks the answers.
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
    assertThat(thrown).isEmpty();
  }

  /** Waits until a transaction begins, and returns its requests. */
  List<PublishEvents> next() throws InterruptedException {
    return Objects.requireNonNull(begun.poll(1, TimeUnit.MINUTES), "No transaction has begun");
  }

  /** Begins a transaction that waits, so that further requests wait for the next one. */
  CompletableFuture<PublishResult> occupy() throws InterruptedException {
    CompletableFuture<PublishResult> first = publish("first");
    next();
    return first;
  }

  CompletableFuture<PublishResult> publish(String account) {
    return account.startsWith("{")
        ? publish(
            reader.readRequest(PublishBody.ofITwinEvents(account.getBytes(StandardCharsets.UTF_8))),
            account.length())
        : publish(event(UUID.randomUUID(), READY, account, ""));
  }

  CompletableFuture<PublishResult> publish(PublishEvents request, int bodyBytes) {
    return ingest.publish(request, bodyBytes, LimitKey.ofAccount("publisher"));
  }

  static String event(UUID id, String type, String account, String more) {
    String content = more.contains("content") ? "" : ",\"content\":{}";
    return "{\"messageId\":\"%s\",\"eventType\":\"%s\",\"accountId\":\"%s\"%s%s}"
        .formatted(id, type, account, content, more);
  }

  /** Returns an event that deletes an iTwin of the account. */
  static String deletion(String account) {
    String iTwin = ",\"iTwinId\":\"" + UUID.randomUUID() + "\"";
    return event(UUID.randomUUID(), DELETED, account, iTwin);
  }

  static List<UUID> ids(List<PublishEvents> requests) {
    return requests.stream()
        .flatMap(request -> request.events().values().stream())
        .map(event -> event.id())
        .toList();
  }
}
