package webhooks.it.harness.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.it.harness.Event;
import webhooks.it.harness.database.Database.DeliveryRow;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.receiver.Inbox;

/** Creates events, and waits for their arrival and for the outcomes of their deliveries. */
public final class Events {
  /** Only a lost delivery takes so long: the longest schedule of these tests is a few seconds. */
  private static final Duration OUTCOME_LIMIT = Duration.ofMinutes(2);

  private Events() {}

  public static List<Event> ofAccount(String account, int count) {
    return Stream.generate(() -> Event.ofAccount(account)).limit(count).toList();
  }

  /** Waits until all events have arrived. Fails with the number of missing events. */
  public static void awaitAll(List<Event> events, Inbox inbox, Duration atMost) {
    await(events.size() + " events at " + inbox.url())
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> missing(events, inbox).size(), missing -> missing == 0);
  }

  /**
   * Waits until the database holds one delivery of the event to the webhook, with this status and
   * these attempts. Needs {@code @OnPostgres}.
   *
   * @param attempts a status code or an error for each attempt, the first one first
   */
  public static void awaitOutcome(
      TestEnvironment environment,
      Registered webhook,
      Event event,
      String status,
      String... attempts) {
    await("the outcome of " + event.messageId() + " for " + webhook.id())
        .atMost(OUTCOME_LIMIT)
        .untilAsserted(
            () ->
                assertThat(environment.database().deliveries(webhook.id(), event.messageId()))
                    .singleElement()
                    .extracting(DeliveryRow::status, DeliveryRow::attempts)
                    .containsExactly(status, List.of(attempts)));
  }

  /** Waits until both attempts of the event's delivery have failed without a connection. */
  public static void awaitRefusal(TestEnvironment environment, Registered webhook, Event event) {
    awaitOutcome(environment, webhook, event, "exhausted", "forbiddenAddress", "forbiddenAddress");
  }

  private static Set<String> missing(List<Event> events, Inbox inbox) {
    Set<String> missing =
        events.stream()
            .map(event -> event.messageId().toString())
            .collect(Collectors.toCollection(TreeSet::new));
    missing.removeAll(inbox.byId().keySet());
    return missing;
  }
}
