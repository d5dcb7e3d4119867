package webhooks.it.scale;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.selection.Soak;

/** Tests pages of the delivery history among millions of rows: each is read by an index. */
@Soak
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryHistoryScaleIT {
  private static final int COUNT = Integer.getInteger("webhooks.it.rows", 5_000_000);

  /** The other webhook has every n-th delivery. An odd number gives it all statuses. */
  private static final int FEW = COUNT / 1000 - 1;

  private static final int TIMES = 7;
  private static final long LIMIT_MS = 100;

  /** The rows read for a page of one event type, for each of four statuses. */
  private static final int MAX_READ = 4 * 1000;

  private static final List<Integer> ALL = List.of(0, 1, 2, 3);

  private final TestEnvironment environment = TestEnvironment.named("history-scale");
  private Registered withAll;
  private Registered withFew;
  private LongDeliveryHistory written;
  private Application application;

  @BeforeAll
  void writeHistory() {
    environment.product().withFullCompiler().with("webhooks.rate-limit", "1000000");
    environment.start();
    application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    withAll = application.create(Application.Body.ofAccount(inbox.url()));
    withFew = application.create(Application.Body.ofAccount(inbox.url()));
    written = new LongDeliveryHistory(environment.database(), COUNT);
    written.writeEvents();
    written.writeDeliveries(withAll.id(), "00000001", 1);
    written.writeDeliveries(withFew.id(), "00000002", FEW);
    written.analyze();
    Progress.say("%d deliveries written", COUNT);
  }

  @AfterAll
  void stop() {
    environment.close();
  }

  @Test
  void answersEveryPageFast() {
    Map<String, Long> times = new TreeMap<>();
    for (Registered webhook : List.of(withAll, withFew)) {
      String who = webhook == withAll ? "of all" : "of few";
      for (String filter : filters()) {
        for (double share : List.of(1.0, 0.5, 0.0002)) {
          String query = filter + "&until=" + written.at(share);
          times.put(who + " " + query, median(webhook, query));
        }
      }
    }

    times.forEach((page, time) -> Progress.say("%3d ms %s", time, page));
    assertThat(times.values()).allMatch(time -> time < LIMIT_MS);
  }

  private List<String> filters() {
    List<String> filters = new ArrayList<>(List.of("?$top=100"));
    for (String status : List.of("pending", "succeeded", "exhausted", "cancelled")) {
      filters.add("?$top=100&status=" + status);
    }
    filters.add("?$top=100&since=" + written.at(0.0001));
    filters.add("?$top=100&eventType=" + Event.DELETED);
    filters.add("?$top=100&status=cancelled&eventType=" + Event.DELETED);
    return filters;
  }

  /** Reads a page and the next one, which starts at a cursor, many times each. */
  private long median(Registered webhook, String query) {
    DeliveryHistory history = history(webhook);
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      Instant begin = Instant.now();
      JsonObject page = history.list(query).is(200).json();
      times.add(Duration.between(begin, Instant.now()).toMillis());
      if (page.getJsonObject("_links").get("next") instanceof JsonObject next) {
        Instant second = Instant.now();
        history.followLink(next.getString("href")).is(200);
        times.add(Duration.between(second, Instant.now()).toMillis());
      }
    }
    Collections.sort(times);
    return times.get(times.size() / 2);
  }

  @Test
  void readsEveryPageByTheIndex() {
    for (Registered webhook : List.of(withAll, withFew)) {
      for (Instant until : List.of(written.at(1), written.at(0.5), written.at(0.0002))) {
        assertReadByTheIndex(webhook, "?$top=100", ALL.size(), Instant.EPOCH, until);
        assertReadByTheIndex(webhook, "?status=exhausted", 1, Instant.EPOCH, until);
        assertReadByTheIndex(webhook, "?$top=100", ALL.size(), written.at(0.0001), until);
        assertReadByTheIndex(webhook, "?eventType=x", ALL.size(), Instant.EPOCH, until);
      }
    }
  }

  private void assertReadByTheIndex(
      Registered webhook, String query, int statuses, Instant since, Instant until) {
    String statement = written.statement(() -> history(webhook).list(query));

    QueryPlan plan = new QueryPlan(written.plan(statement, webhook.id(), statuses, since, until));

    Progress.say("%s until %s:\n  %s", query, until, plan);
    plan.assertReadsFew(MAX_READ, "Scan Backward using delivery_log");
    assertThat(plan.lines()).noneMatch(line -> line.contains("Disk:"));
  }

  @Test
  void pagesThroughDeliveriesOfARareType() {
    String since = written.at(0.9).toString();
    Instant begin = Instant.now();
    List<JsonObject> found =
        history(withAll).pages("?eventType=" + Event.DELETED + "&since=" + since, () -> {});

    Progress.say(
        "%d of a rare type among %d in %s",
        found.size(), COUNT / 10, Duration.between(begin, Instant.now()));
    assertThat(found).hasSize(COUNT / 10 / 100_000);
  }

  private DeliveryHistory history(Registered webhook) {
    return new DeliveryHistory(environment, application, webhook, environment.receiver().inbox());
  }
}
