package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.receiver.Receipt;

/** Counts what was sent to healthy webhooks and what arrived, by the ids of events. */
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

  /** The events that no receiver took. */
  List<Event> lost() {
    Map<String, List<Receipt>> taken = taken();
    return events.stream()
        .filter(event -> !taken.containsKey(event.messageId().toString()))
        .toList();
  }

  /** The longest time from when an event was taken in until it arrived. */
  Duration longest(Function<Event, Instant> takenIn) {
    Map<String, List<Receipt>> taken = taken();
    Duration longest = Duration.ZERO;
    for (Event event : events) {
      Instant arrived = taken.get(event.messageId().toString()).get(0).arrived();
      Duration took = Duration.between(takenIn.apply(event), arrived);
      longest = took.compareTo(longest) > 0 ? took : longest;
    }
    return longest;
  }

  /** The webhooks that all this is about. */
  List<String> webhookIds() {
    return subscribers.stream().map(one -> one.webhook().id()).toList();
  }

  /**
   * What arrived although it had been taken before, counted by the explanation; fails if there is
   * none for one.
   */
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

  /** What arrived and was not refused, by the event's id. */
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
