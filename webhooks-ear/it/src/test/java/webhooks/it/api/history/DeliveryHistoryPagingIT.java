package webhooks.it.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.PeriodicTask;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.Extent;

/** Reads a long delivery history while it changes. */
class DeliveryHistoryPagingIT {
  private static final int AT_ONCE = 1000;
  private static final Runnable NOTHING = () -> {};

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();

  /** Slow enough that most deliveries end while the test reads the history. */
  private final Inbox inbox = environment.receiver().inbox().delayBy(Duration.ofMillis(50));

  private final Registered webhook = application.register(inbox);
  private final DeliveryHistory history =
      new DeliveryHistory(environment, application, webhook, inbox);
  private final int count = Extent.of(3_000, 100_000);

  /** Cancels the rest of the backlog, so that it delays no other suite. */
  @AfterEach
  void cancelTheRest() {
    application.deactivate(webhook);
  }

  /**
   * The whole list holds each delivery that existed at its first page exactly once. A delivery may
   * succeed before the list of pending deliveries reaches it. The list of succeeded deliveries,
   * read afterwards, then holds it.
   */
  @Test
  void listsEachDeliveryOnceDuringChanges() {
    Set<String> there = new HashSet<>();
    for (int left = count; left > 0; left -= AT_ONCE) {
      there.addAll(publish(Math.min(left, AT_ONCE)));
    }
    Progress.say("%d deliveries to page through", there.size());

    List<JsonObject> all;
    List<JsonObject> pending;
    List<JsonObject> succeeded;
    PeriodicTask arrivals = new PeriodicTask(Duration.ofMillis(20), () -> publish(3));
    try {
      CompletableFuture<List<JsonObject>> whole =
          CompletableFuture.supplyAsync(() -> history.pages("?$top=100", NOTHING));
      pending = history.pages("?$top=100&status=pending", NOTHING);
      succeeded = history.pages("?$top=100&status=succeeded", NOTHING);
      all = whole.join();
    } finally {
      arrivals.close();
    }

    Progress.say(
        "%d seen, among them %d pending; then %d pending and %d succeeded",
        all.size(),
        all.stream().filter(DeliveryHistoryPagingIT::isPending).count(),
        pending.size(),
        succeeded.size());
    assertThat(all).extracting(DeliveryHistoryPagingIT::isPending).contains(true, false);
    assertThat(idsOf(all)).doesNotHaveDuplicates();
    assertThat(new HashSet<>(idsOf(all)).containsAll(there)).as("all were seen").isTrue();
    assertThat(all)
        .extracting(one -> one.getString("created"))
        .isSortedAccordingTo(Collections.reverseOrder());
    assertThat(idsOf(pending)).doesNotHaveDuplicates().isNotEmpty();
    assertThat(pending).allMatch(DeliveryHistoryPagingIT::isPending);
    assertThat(idsOf(succeeded)).doesNotHaveDuplicates().isNotEmpty();
    Set<String> either = new HashSet<>(idsOf(pending));
    either.addAll(idsOf(succeeded));
    assertThat(either.containsAll(there)).as("all were seen in either").isTrue();
  }

  /** Publishes events over HTTP: their deliveries exist when the request returns. */
  private Set<String> publish(int events) {
    List<Event> published = Events.ofAccount(application.account(), events);
    String array = published.stream().map(Event::json).collect(Collectors.joining(",", "[", "]"));
    environment.publish(array).is(202);
    return published.stream().map(one -> "" + one.messageId()).collect(Collectors.toSet());
  }

  private static boolean isPending(JsonObject delivery) {
    return delivery.getString("status").equals("pending");
  }

  private static List<String> idsOf(List<JsonObject> deliveries) {
    return deliveries.stream()
        .map(one -> one.getString("messageId"))
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
