package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import webhooks.it.delivery.SeededWebhook.Course;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.NodeMetrics;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.RunSettings;

/**
 * Compares every counter with what the receivers and this test counted, after a random run of
 * successes, failures, retries and deactivations.
 *
 * <p>The run is always the same, unless {@code -Dwebhooks.it.seed} sets another seed.
 */
abstract class SeededMetrics {
  /** Allows three attempts. */
  static final String RETRIES = "PT1S,PT1S";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Long enough to act while an attempt is under way. */
  private static final Duration SLOW = Duration.ofSeconds(2);

  /** The counters, and the sizes of batches, each of which counts something else once more. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "webhooks_(deliveries|attempts|events|deactivations|leases_lost)_total.*"
              + "|webhooks_(attempt|first_attempt_delay)_seconds_count"
              + "|webhooks_(record|intake)_batch_size_sum");

  private final TestEnvironment environment;
  private final long seed = Long.getLong("webhooks.it.seed", 1);
  private final Random random = new Random(seed);
  private final Instant begin = Instant.now();

  /** What the counters were at first, and what this test itself counted since then. */
  private final Map<String, Double> counted = new TreeMap<>();

  /** Tests a product that nothing else uses meanwhile, with three attempts for each delivery. */
  SeededMetrics(TestEnvironment environment) {
    this.environment = environment;
  }

  @Test
  void everyCounterEqualsTheReceiversCount() {
    List<SeededWebhook> subjects = subjects();
    counted.putAll(counters());
    publish(subjects);
    subjects.forEach(this::act);
    subjects.forEach(this::awaitEnd);

    Progress.say("metrics: %d webhooks, -Dwebhooks.it.seed=%d", subjects.size(), seed);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(counters())
                    .as("seed %d", seed)
                    .containsExactlyEntriesOf(expected(subjects)));
  }

  private Map<String, Double> counters() {
    return NodeMetrics.of(environment.product()).samples().entrySet().stream()
        .filter(sample -> COUNTED.matcher(sample.getKey()).matches())
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }

  private List<SeededWebhook> subjects() {
    List<SeededWebhook> subjects = new ArrayList<>();
    for (Course course : Course.values()) {
      int count = course.reason() == null ? 1 + random.nextInt(2) : 1;
      for (int i = 0; i < count; i++) {
        subjects.add(subject(course));
      }
    }
    Collections.shuffle(subjects, random);
    return subjects;
  }

  private SeededWebhook subject(Course course) {
    Inbox inbox = environment.receiver().inbox();
    Application application = environment.application();
    boolean single = course.reason() != null || course == Course.LATE;
    int count = single ? 1 : 2 + random.nextInt(8);
    List<Event> events = new ArrayList<>();
    Registered webhook;
    if (course == Course.REVOKED) {
      UUID iTwin = application.createMaintainedITwin();
      webhook = application.register(inbox, iTwin);
      events.add(Event.ofITwin(iTwin));
    } else {
      URI refusing = URI.create("https://127.0.0.1:" + Places.freePort() + "/refused");
      URI url = course == Course.REFUSED ? refusing : inbox.url();
      webhook = application.activate(application.create(Body.ofAccount(url)));
      for (int i = 0; i < count; i++) {
        events.add(Event.ofAccount(application.account()));
      }
    }
    configure(course, inbox);
    return new SeededWebhook(course, application, webhook, inbox, events);
  }

  private void configure(Course course, Inbox inbox) {
    switch (course) {
      case FLAKY -> inbox.failEvery(2 + random.nextInt(3));
      case EXHAUSTED, RECOVERED -> inbox.respondWith(500 + random.nextInt(4));
      case GONE -> inbox.respondWith(410);
      case DEACTIVATED, BLOCKED, REVOKED, DELETED -> inbox.respondWith(500).delayBy(SLOW);
      case LATE -> inbox.delayBy(SLOW.multipliedBy(2));
      default -> {
        // Answers 204, or never gets a request.
      }
    }
  }

  /** Publishes all events, some of them again, and messages that are no events. */
  private void publish(List<SeededWebhook> subjects) {
    List<Event> events = subjects.stream().flatMap(one -> one.events().stream()).toList();
    List<Event> again = events.stream().filter(event -> random.nextInt(5) == 0).toList();
    int invalid = 1 + random.nextInt(5);
    environment.producer().publish(events);
    environment.producer().publish(again);
    environment.producer().publishTexts(Collections.nCopies(invalid, "no JSON"));
    add(counted, "webhooks_events_total{result=\"accepted\"}", events.size());
    add(counted, "webhooks_events_total{result=\"duplicate\"}", again.size());
    add(counted, "webhooks_events_total{result=\"invalid\"}", invalid);
    add(counted, "webhooks_intake_batch_size_sum", events.size() + again.size());
  }

  /** Does to a webhook what its course asks for, while its attempt is under way. */
  private void act(SeededWebhook subject) {
    Registered webhook = subject.webhook();
    if (subject.course() == Course.LATE) {
      endLease(subject);
    }
    if (subject.course().reason() == null) {
      return;
    }
    subject.inbox().awaitEvent(subject.events().get(0).messageId());
    switch (subject.course()) {
      case DEACTIVATED -> subject.application().deactivate(webhook);
      case BLOCKED ->
          new Administration(environment)
              .post("/admin/webhooks/" + webhook.id() + "/deactivate")
              .is(200);
      case REVOKED ->
          environment.revoke(UUID.fromString(webhook.scopeId()), subject.application().clientId());
      case DELETED ->
          environment
              .api()
              .delete("/webhooks/" + webhook.id())
              .as(subject.application().token())
              .send()
              .is(204);
      default -> {
        // The receiver's answer deactivates it.
      }
    }
    add(counted, "webhooks_deactivations_total{reason=\"" + subject.course().reason() + "\"}", 1);
  }

  /** Ends the lease of a delivery whose attempt is under way, as another node's claim would. */
  private void endLease(SeededWebhook subject) {
    if (RunSettings.database().equals("postgresql")) {
      subject.inbox().awaitEvent(subject.events().get(0).messageId());
      assertThat(
              environment
                  .database()
                  .execute(
                      ("update delivery_pending set lease = gen_random_uuid(), due_at = current_timestamp"
                              + " where webhook_id = '%s' returning id")
                          .formatted(subject.webhook().id())))
          .as("deliveries whose attempt is under way")
          .hasSize(1);
      add(counted, "webhooks_leases_lost_total", 1);
      // The receiver got an attempt that does not count.
      add(counted, attempts("succeeded"), -1);
      add(counted, "webhooks_attempt_seconds_count", -1);
    }
  }

  private void awaitEnd(SeededWebhook subject) {
    if (subject.course() == Course.REFUSED || subject.course().reason() != null) {
      return;
    }
    await(subject.course() + " at " + subject.inbox().url())
        .atMost(LIMIT)
        .until(() -> subject.events().stream().allMatch(subject::hasEnded));
    if (subject.course() == Course.RECOVERED) {
      recover(subject);
    }
  }

  private void recover(SeededWebhook subject) {
    DeliveryHistory history =
        new DeliveryHistory(environment, subject.application(), subject.webhook(), subject.inbox());
    subject.events().forEach(event -> history.awaitStatus(event, "exhausted"));
    subject.inbox().respondWith(204);
    history.recover("{\"since\":\"" + begin + "\"}").is(202);
    add(counted, deliveries("exhausted"), subject.events().size());
    subject.events().forEach(event -> history.awaitStatus(event, "succeeded"));
  }

  private Map<String, Double> expected(List<SeededWebhook> subjects) {
    Map<String, Double> expected = new TreeMap<>(counted);
    for (SeededWebhook subject : subjects) {
      subject.inbox().receipts().forEach(receipt -> addAttempt(expected, outcome(receipt)));
      for (Event event : subject.events()) {
        add(expected, "webhooks_first_attempt_delay_seconds_count", 1);
        if (subject.course() == Course.REFUSED) {
          for (int i = 0; i < SeededWebhook.ATTEMPTS; i++) {
            addAttempt(expected, "connect");
          }
        }
        add(expected, deliveries(status(subject, event)), 1);
      }
    }
    return expected;
  }

  private static String outcome(Receipt receipt) {
    return receipt.isAnswered() && !receipt.isRefused() ? "succeeded" : "status";
  }

  private static String status(SeededWebhook subject, Event event) {
    if (subject.course().reason() != null) {
      return "cancelled";
    }
    return subject.accepted(event) ? "succeeded" : "exhausted";
  }

  private static void addAttempt(Map<String, Double> counters, String outcome) {
    add(counters, attempts(outcome), 1);
    add(counters, "webhooks_attempt_seconds_count", 1);
    add(counters, "webhooks_record_batch_size_sum", 1);
  }

  private static String attempts(String outcome) {
    return "webhooks_attempts_total{outcome=\"" + outcome + "\"}";
  }

  private static String deliveries(String outcome) {
    return "webhooks_deliveries_total{outcome=\"" + outcome + "\"}";
  }

  private static void add(Map<String, Double> counters, String sample, int count) {
    counters.merge(sample, (double) count, Double::sum);
  }
}
