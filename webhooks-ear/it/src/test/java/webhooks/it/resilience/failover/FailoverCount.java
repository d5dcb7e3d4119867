package webhooks.it.resilience.failover;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.receiver.Receipt;

/** Compares the events that the broker confirmed with those that arrived, by their ids. */
final class FailoverCount {
  /** The bound on the time from the new primary's first write to the first delivery. */
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  /**
   * The longest time from an answer to its recorded outcome: the node reads the answer and writes
   * outcomes in batches, and the machine may pause.
   */
  private static final Duration RECORDING = Duration.ofSeconds(3);

  private static final int MAX_TOLD = 10;

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final String title;
  private final List<Subscriber> subscribers;
  private final Database database;

  /**
   * One fail-over.
   *
   * @param failed when the former primary failed
   * @param accepting when the new primary accepted writes
   */
  record Failover(Instant failed, Instant accepting) {}

  /**
   * Creates a count.
   *
   * @param database knows which attempts failed, as happens on a busy machine: they are repeated by
   *     the retry schedule
   */
  FailoverCount(String title, List<Subscriber> subscribers, Database database) {
    this.database = database;
    this.title = title;
    this.subscribers = List.copyOf(subscribers);
  }

  /** Waits until at least this many events more have arrived. */
  void awaitDeliveries(int count) {
    int before = distinct();
    await(count + " deliveries")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> distinct() >= before + count);
  }

  /** Waits until all events have arrived. Fails with what the database has of the missing ones. */
  void awaitAll(List<Event> published) {
    try {
      await(published.size() + " events")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> lost(published).isEmpty());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          lost(published).stream()
              .limit(MAX_TOLD)
              .map(event -> database.stateOf(event.messageId()))
              .collect(joining("\n", title + ": did not arrive:\n", "")),
          e);
    }
  }

  /**
   * Checks that nothing is lost, that the fail-over explains each duplicate, and that deliveries
   * continued in time.
   */
  void check(List<Event> published, Load load, Failover failover) {
    Map<String, List<Receipt>> arrived = byId();
    int duplicates = arrived.values().stream().mapToInt(all -> all.size() - 1).sum();
    List<String> unexplained = unexplained(arrived, failover);
    Duration recovery =
        Duration.between(failover.accepting(), recovered(published, load, failover, arrived));
    Progress.say(
        "%s: published %d, distinct %d, lost %d, duplicates %d, of them unexplained %d;"
            + " new primary after %.1f s, first delivery %.1f s later",
        title,
        published.size(),
        arrived.size(),
        lost(published).size(),
        duplicates,
        unexplained.size(),
        seconds(Duration.between(failover.failed(), failover.accepting())),
        seconds(recovery));
    assertThat(lost(published)).as("lost").isEmpty();
    assertThat(unexplained).as("duplicates that the fail-over does not explain").isEmpty();
    assertThat(recovery).as("time to the first delivery").isLessThan(RECOVERY);
  }

  /** Returns when the first event arrived that was published after the former primary failed. */
  private static Instant recovered(
      List<Event> published, Load load, Failover failover, Map<String, List<Receipt>> arrived) {
    return published.stream()
        .filter(event -> load.takenAt(event).isAfter(failover.failed()))
        .map(event -> arrived.get(event.messageId().toString()).get(0).arrived())
        .filter(failover.accepting()::isBefore)
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /**
   * Returns the repeated deliveries that need not be: the attempt before did not fail, and its
   * outcome was recorded before the failure, or could be recorded after it.
   */
  private List<String> unexplained(Map<String, List<Receipt>> arrived, Failover failover) {
    List<String> unexplained = new ArrayList<>();
    arrived.forEach(
        (id, all) -> {
          for (int i = 1; i < all.size(); i++) {
            Instant first = all.get(i - 1).arrived();
            Instant again = all.get(i).arrived();
            boolean duringFailover =
                first.isAfter(failover.failed().minus(RECORDING))
                    && first.isBefore(failover.accepting().plus(RECORDING));
            if (!duringFailover && !database.failedOnce(id)) {
              unexplained.add(id + " at " + first + " and again at " + again);
            }
          }
        });
    return unexplained;
  }

  private List<Event> lost(List<Event> published) {
    return published.stream()
        .filter(
            event -> subscribers.stream().noneMatch(one -> one.inbox().received(event.messageId())))
        .toList();
  }

  private int distinct() {
    return subscribers.stream().mapToInt(one -> one.inbox().distinct()).sum();
  }

  private Map<String, List<Receipt>> byId() {
    Map<String, List<Receipt>> all = new HashMap<>();
    subscribers.forEach(one -> all.putAll(one.inbox().byId()));
    return all;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
