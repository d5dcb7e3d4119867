package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import webhooks.it.harness.Event;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.receiver.Receipt;

/** Compares events sent to healthy webhooks with arrived ones, by id. */
final class ChaosCount {
  private final List<Subscriber> subscribers;
  private final List<Event> events;

  ChaosCount(List<Subscriber> subscribers, List<Event> published) {
    this.subscribers = subscribers.stream().filter(Subscriber::healthy).toList();
    List<String> accounts =
        this.subscribers.stream().map(one -> one.application().account()).toList();
    this.events = published.stream().filter(event -> accounts.contains(event.accountId())).toList();
  }

  int sent() {
    return events.size();
  }

  /** Returns the ids of the events that were sent. */
  Set<String> ids() {
    return events.stream().map(event -> event.messageId().toString()).collect(Collectors.toSet());
  }

  /** Returns the events that no receiver accepted. */
  List<Event> lost() {
    Map<String, List<Receipt>> taken = taken();
    return events.stream()
        .filter(event -> !taken.containsKey(event.messageId().toString()))
        .toList();
  }

  /** Returns the ids of the events that a receiver accepted. */
  Set<String> arrived() {
    return taken().keySet();
  }

  /** Waits until all events have arrived and are recorded. */
  void awaitEnd(Database database, Duration atMost) {
    await("all that was sent").atMost(atMost).until(() -> lost().size(), lost -> lost == 0);
    await("all that arrived to be recorded")
        .atMost(atMost)
        .until(() -> database.pending(webhookIds()) == 0);
  }

  /** Returns the longest time from the intake of an event to its arrival. */
  Duration longestLatency(Function<Event, Instant> takenIn) {
    Map<String, List<Receipt>> taken = taken();
    Duration longest = Duration.ZERO;
    for (Event event : events) {
      Instant arrived = taken.get(event.messageId().toString()).get(0).arrived();
      Duration took = Duration.between(takenIn.apply(event), arrived);
      longest = took.compareTo(longest) > 0 ? took : longest;
    }
    return longest;
  }

  /** Returns the ids of the healthy webhooks. */
  List<String> webhookIds() {
    return subscribers.stream().map(one -> one.webhook().id()).toList();
  }

  /** Counts repeated deliveries by their explanations. Fails if one has no explanation. */
  Map<String, Integer> duplicates(BiFunction<Receipt, Receipt, Optional<String>> explains) {
    Map<String, Integer> explained = new TreeMap<>();
    List<String> unexplained = new ArrayList<>();
    taken()
        .forEach(
            (id, receipts) -> {
              for (int i = 1; i < receipts.size(); i++) {
                Receipt first = receipts.get(i - 1);
                Receipt again = receipts.get(i);
                explains
                    .apply(first, again)
                    .ifPresentOrElse(
                        why -> explained.merge(why, 1, Integer::sum),
                        () -> unexplained.add(description(id, first, again)));
              }
            });
    assertThat(unexplained).as("duplicates that no fault explains").isEmpty();
    return explained;
  }

  private static String description(String id, Receipt first, Receipt again) {
    return "%s taken at %s, answered at %s, again at %s"
        .formatted(id, first.arrived(), first.answeredAt(), again.arrived());
  }

  /** Returns the accepted requests by event id. */
  private Map<String, List<Receipt>> taken() {
    Map<String, List<Receipt>> all = new HashMap<>();
    for (Subscriber subscriber : subscribers) {
      all.putAll(
          subscriber.inbox().receipts().stream()
              .filter(receipt -> !receipt.isRefused())
              .collect(Collectors.groupingBy(Receipt::id)));
    }
    return all;
  }
}
