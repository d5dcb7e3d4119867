package webhooks.it.harness.environment;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.it.harness.Event;
import webhooks.it.harness.receiver.Inbox;

/** Creates many events and waits for them. */
public final class Events {
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

  private static Set<String> missing(List<Event> events, Inbox inbox) {
    Set<String> missing =
        events.stream()
            .map(event -> event.messageId().toString())
            .collect(Collectors.toCollection(TreeSet::new));
    missing.removeAll(inbox.byId().keySet());
    return missing;
  }
}
