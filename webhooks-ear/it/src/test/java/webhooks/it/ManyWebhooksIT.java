package webhooks.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Ten thousand webhooks of one application, which have one list. */
class ManyWebhooksIT {
  private static final int COUNT = 10_000;
  private static final int LAST = 20;
  private static final int LISTS = 4;
  private static final int THREADS = 4;
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final World world = World.shared();
  private final Application application = world.application();
  private final String token = application.token();
  private final String body = Application.Body.ofAccount(world.receiver().inbox().url()).toString();

  @Test
  void allAreListedOnceTheNewestFirst() throws Exception {
    Set<String> created = ConcurrentHashMap.newKeySet();
    Instant begin = Instant.now();
    inParallel(COUNT - LAST, () -> created.add(creates()));
    Progress.say("%d webhooks created in %s", created.size(), since(begin));
    List<String> last = new ArrayList<>();
    for (int i = 0; i < LAST; i++) {
      last.add(0, creates());
    }
    created.addAll(last);

    List<JsonObject> listed = lists();

    List<String> ids = listed.stream().map(one -> one.getString("id")).toList();
    assertThat(ids)
        .doesNotHaveDuplicates()
        .hasSize(COUNT)
        .containsAll(created)
        .startsWith(last.toArray(String[]::new));
    // Of those created at the same moment any may be first.
    List<String> seconds =
        listed.stream().map(one -> one.getString("created").substring(0, 18)).toList();
    assertThat(seconds).isSortedAccordingTo(Collections.reverseOrder());
    List<Duration> times = Collections.synchronizedList(new ArrayList<>());
    inParallel(LISTS, () -> times.add(timed()));
    Duration alone = timed();
    Progress.say("listed in %s; %d at once in %s", alone, THREADS, times);
    Progress.say("the server: %s", Footprint.of(world.product()));
    assertThat(alone).isLessThan(LIMIT);
    assertThat(lists()).hasSize(COUNT);
  }

  private String creates() {
    return world.api().post("/webhooks").as(token).json(body).send().is(202).json().getString("id");
  }

  private List<JsonObject> lists() {
    JsonObject list = world.api().get("/webhooks").as(token).send().is(200).json();
    return list.getJsonArray("webhooks").getValuesAs(JsonObject.class);
  }

  private Duration timed() {
    Instant begin = Instant.now();
    world.api().get("/webhooks").as(token).send().is(200);
    return since(begin);
  }

  private static Duration since(Instant begin) {
    return Duration.ofMillis(Duration.between(begin, Instant.now()).toMillis());
  }

  private static void inParallel(int times, Callable<?> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (Future<?> done : threads.invokeAll(Collections.nCopies(times, work::call))) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}
