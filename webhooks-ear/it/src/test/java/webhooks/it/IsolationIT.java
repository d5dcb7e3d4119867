package webhooks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A webhook's events arrive as soon as ever, whatever its neighbours' receivers do. */
class IsolationIT {
  private static final int QUEUED = 5000;
  private static final int BATCH = 100;
  private static final int PER_STEP = 5;
  private static final Duration STEP = Duration.ofMillis(25);
  private static final int MEASURED = 2000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What a busy machine adds; without isolation it is many seconds. */
  private static final Duration SLACK = Duration.ofMillis(500);

  private final World world = World.named("isolation");
  private final Application application = world.application();
  private Inbox healthy;

  @BeforeEach
  void start() {
    world.start();
    healthy = world.receiver().inbox();
    application.registers(healthy);
    measures();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void healthyWebhookIsNotDelayedByStalledDeadAndBackloggedNeighbours() {
    List<Duration> without = measures();

    queues(world.receiver().inbox().delays(Duration.ofSeconds(4)).url());
    queues(URI.create("https://127.0.0.1:" + Places.freePort() + "/refusing"));
    queues(world.receiver().inbox().delays(Duration.ofMillis(300)).url());
    List<Duration> with = measures();

    Progress.say("latency without neighbours: p50 %s, p99 %s", of(without, 0.5), of(without, 0.99));
    Progress.say("latency with neighbours: p50 %s, p99 %s", of(with, 0.5), of(with, 0.99));
    assertThat(of(with, 0.99)).isLessThan(of(without, 0.99).multipliedBy(2).plus(SLACK));
  }

  /** Makes a webhook and publishes more to it than can be sent in the time of this test. */
  private void queues(URI callbackUrl) {
    Application neighbour = world.application();
    neighbour.activates(neighbour.creates(Application.Body.ofAccount(callbackUrl)));
    for (int i = 0; i < QUEUED; i += BATCH) {
      world.producer().publishes(Events.ofAccount(neighbour.account(), BATCH));
    }
    Event last = Event.ofAccount(application.account());
    world.producer().publishes(last);
    // Taken in after all of the neighbour's.
    healthy.receives(last.messageId(), 1, LIMIT);
  }

  /** Publishes steadily; returns how long each event took to arrive, the quickest first. */
  private List<Duration> measures() {
    Map<UUID, Instant> sent = new ConcurrentHashMap<>();
    int before = healthy.distinct();
    Repeated publishing =
        new Repeated(
            STEP,
            () -> {
              List<Event> events = Events.ofAccount(application.account(), PER_STEP);
              events.forEach(event -> sent.put(event.messageId(), Instant.now()));
              world.producer().publishes(events);
            });
    await("all were sent").atMost(LIMIT).until(() -> sent.size() >= MEASURED);
    publishing.close();
    await("all arrived").atMost(LIMIT).until(() -> healthy.distinct() >= before + sent.size());
    List<Duration> latencies = new ArrayList<>();
    for (Receipt receipt : healthy.receipts()) {
      Instant begin = sent.remove(UUID.fromString(receipt.id()));
      if (begin != null) {
        latencies.add(Duration.between(begin, receipt.arrived()));
      }
    }
    Collections.sort(latencies);
    return latencies;
  }

  private static Duration of(List<Duration> sorted, double share) {
    return sorted.get((int) (share * (sorted.size() - 1)));
  }
}
