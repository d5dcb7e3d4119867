package webhooks.it.scale;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.Timing;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.NodeMetrics;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.Extent;
import webhooks.it.harness.server.Footprint;

/** Lists thousands of webhooks of one application. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyWebhooksIT {
  private static final int COUNT = Extent.of(500, 10_000);
  private static final int LAST = 20;
  private static final int LISTS = 4;
  private static final int THREADS = 4;
  private static final int FLOOD = 48;

  /** So many webhooks of a list are read with one connection. */
  private static final int STEP = 100;

  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final String token = application.token();
  private final String body =
      Application.Body.ofAccount(environment.receiver().inbox().url()).toString();
  private final Set<String> created = ConcurrentHashMap.newKeySet();
  private final List<String> last = new ArrayList<>();

  @BeforeAll
  void createWebhooks() throws Exception {
    Instant begin = Instant.now();
    inParallel(THREADS, COUNT - LAST, () -> created.add(create()));
    Progress.say("%d webhooks created in %s", created.size(), since(begin));
    for (int i = 0; i < LAST; i++) {
      last.add(0, create());
    }
    created.addAll(last);
  }

  @Test
  void listsAllOnceNewestFirst() throws Exception {
    List<JsonObject> listed = list();

    List<String> ids = listed.stream().map(one -> one.getString("id")).toList();
    assertThat(ids)
        .doesNotHaveDuplicates()
        .hasSize(COUNT)
        .containsAll(created)
        .startsWith(last.toArray(String[]::new));
    // Webhooks of the same second may be listed in any order.
    List<String> seconds =
        listed.stream().map(one -> one.getString("created").substring(0, 18)).toList();
    assertThat(seconds).isSortedAccordingTo(Collections.reverseOrder());
    List<Duration> times = Collections.synchronizedList(new ArrayList<>());
    inParallel(THREADS, LISTS, () -> times.add(timed()));
    Duration alone = Timing.within(LIMIT, this::timed);
    Progress.say("listed in %s; %d at once in %s", alone, THREADS, times);
    Progress.say("the server: %s", Footprint.of(environment.product()));
    assertThat(alone).isLessThan(LIMIT);
    assertThat(list()).hasSize(COUNT);
  }

  @Test
  void manySimultaneousListsBlockNoOtherRequest() throws Exception {
    Application other = environment.application();
    Inbox inbox = environment.receiver().inbox();
    Application.Registered registered = other.register(inbox);
    Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> flood =
        CompletableFuture.runAsync(
            () ->
                inParallel(
                    FLOOD,
                    FLOOD,
                    () ->
                        statuses.add(
                            environment.api().get("/webhooks").as(token).send().status())));

    do {
      Event event = Event.ofAccount(other.account());
      environment.producer().publish(event);
      // A regression: producers got no session within 30 s.
      inbox.awaitEvent(event.messageId(), 1, Duration.ofSeconds(15));
      other.get(registered).is(200);
    } while (!flood.isDone());

    flood.join();
    Progress.say("%d lists at once: %s", FLOOD, statuses);
    assertThat(statuses).hasSize(FLOOD).contains(200).isSubsetOf(200, 503);
    assertThat(list()).hasSize(COUNT);
  }

  /** Some of them read a step and are refused because they become too large. */
  @Test
  void mostRefusedListsReadNothing() {
    Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    double before = connections();

    inParallel(
        FLOOD,
        20 * FLOOD,
        () -> statuses.add(environment.api().get("/webhooks").as(token).send().status()));

    long refused = Collections.frequency(statuses, 503);
    long answered = statuses.size() - refused;
    double taken = connections() - before;
    Progress.say("%d lists, %d refused, %.0f connections", answered, refused, taken);
    assertThat(refused).isGreaterThan(answered);
    assertThat(taken).isLessThan(answered * (COUNT / STEP + 2) + refused / 2.0);
  }

  private double connections() {
    return NodeMetrics.of(environment.product()).of("webhooks_database_connection_seconds_count");
  }

  private String create() {
    return environment
        .api()
        .post("/webhooks")
        .as(token)
        .json(body)
        .send()
        .is(202)
        .json()
        .getString("id");
  }

  private List<JsonObject> list() {
    JsonObject list = environment.api().get("/webhooks").as(token).send().is(200).json();
    return list.getJsonArray("webhooks").getValuesAs(JsonObject.class);
  }

  private Duration timed() {
    Instant begin = Instant.now();
    environment.api().get("/webhooks").as(token).send().is(200);
    return since(begin);
  }

  private static Duration since(Instant begin) {
    return Duration.ofMillis(Duration.between(begin, Instant.now()).toMillis());
  }

  private static void inParallel(int atOnce, int times, Callable<?> work) {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      for (Future<?> done : threads.invokeAll(Collections.nCopies(times, work::call))) {
        done.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdown();
    }
  }
}
