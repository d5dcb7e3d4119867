package webhooks.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** One account sends requests on many connections without a pause. Another one is served. */
class BusyNeighbourIT {
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 20;

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application busy = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
  private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
  private final Queue<Duration> served = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  @AfterEach
  void end() {
    ended = true;
    threads.shutdown();
  }

  /** A regression: half of the requests of other accounts were answered 503. */
  @Test
  void redeliveriesOfOneDeliveryLeaveOthersServed() {
    Inbox ofBusy = environment.receiver().inbox();
    Registered webhook = busy.register(ofBusy);
    List<Event> events = Events.ofAccount(busy.account(), 20);
    environment.producer().publish(events);
    DeliveryHistory history = new DeliveryHistory(environment, busy, webhook, ofBusy);
    List<String> deliveries =
        events.stream()
            .map(event -> history.awaitStatus(event, "succeeded").getString("id"))
            .toList();
    AtomicInteger current = new AtomicInteger();

    assertOthersAreServedDuring(
        () -> {
          int index = current.get();
          Answer answer = history.redeliver(deliveries.get(index % deliveries.size()));
          if (answer.status() == 422) {
            // It has as many attempts as are allowed.
            current.compareAndSet(index, index + 1);
          }
          return answer;
        },
        202);
  }

  /** A regression: other accounts waited for up to a minute. */
  @Test
  void updatesLeaveOthersServed() {
    List<Registered> webhooks = IntStream.range(0, 8).mapToObj(i -> busy.create(body())).toList();
    AtomicInteger count = new AtomicInteger();

    Duration others =
        assertOthersAreServedDuring(
            () -> {
              int next = count.getAndIncrement();
              return busy.patch(webhooks.get(next % 8), newUrl(next));
            },
            200);

    // Without turns for accounts, a change of the other waits as long as those of the busy one.
    assertThat(others).isLessThan(median(served));
  }

  /** So many connections are a usual load, so it is no reason to refuse an event. */
  @Test
  void publisherIsNotRefusedAndLeavesOthersServed() {
    assertOthersAreServedDuring(
        () -> environment.publish(Event.ofAccount(busy.account()).json()), 202);

    // A machine that stands still for seconds may refuse a few.
    assertThat(count(503)).isLessThan(count(202) / 20);
  }

  private long count(int status) {
    return statuses.getOrDefault(status, new LongAdder()).sum();
  }

  private String newUrl(int number) {
    return "{\"callbackUrl\":\"%s?%d\"}".formatted(inbox.url(), number);
  }

  private JsonObject body() {
    return Application.Body.ofAccount(environment.receiver().inbox().url());
  }

  /**
   * The requests are answered with this status, refused because of their number, or 503.
   *
   * @return the median time of a change by the other account
   */
  private Duration assertOthersAreServedDuring(Supplier<Answer> request, int success) {
    Application other = environment.application();
    Registered others = other.register(inbox);
    List<CompletableFuture<Void>> busyConnections =
        IntStream.range(0, CONNECTIONS)
            .mapToObj(i -> CompletableFuture.runAsync(() -> repeat(request), threads))
            .toList();

    List<Duration> changes = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      other.get(others).is(200);
      long begin = System.nanoTime();
      other.patch(others, newUrl(round)).is(200);
      changes.add(Duration.ofNanos(System.nanoTime() - begin));
      Event event = Event.ofAccount(other.account());
      environment.publish(event.json()).is(202);
      inbox.awaitEvent(event.messageId());
    }
    ended = true;
    busyConnections.forEach(CompletableFuture::join);

    Progress.say(
        "The busy account: %s, median %s; %d changes of the other: median %s",
        statuses, median(served), ROUNDS, median(changes));
    assertThat(statuses.keySet()).isSubsetOf(success, 422, 503).contains(success);
    return median(changes);
  }

  private static Duration median(Collection<Duration> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }

  private void repeat(Supplier<Answer> request) {
    while (!ended) {
      long begin = System.nanoTime();
      Answer answer = request.get();
      if (answer.status() < 300) {
        served.add(Duration.ofNanos(System.nanoTime() - begin));
      }
      statuses.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
      if (answer.status() == 503) {
        assertThat(answer.isError(503, "ServiceUnavailable").headers().firstValue("Retry-After"))
            .isPresent();
      }
    }
  }
}
