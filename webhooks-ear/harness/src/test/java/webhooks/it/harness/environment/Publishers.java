package webhooks.it.harness.environment;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import webhooks.it.harness.Event;

/** Publishers that send events by HTTP, each one event after the other on its own connection. */
public final class Publishers implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final TestEnvironment environment;
  private final String account;
  private final Queue<Event> accepted = new ConcurrentLinkedQueue<>();
  private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
  private final List<CompletableFuture<Void>> all;
  private volatile boolean ended;

  /** Starts to publish events of the account on as many connections. */
  public Publishers(TestEnvironment environment, String account, int connections) {
    this.environment = environment;
    this.account = account;
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    all =
        Stream.generate(() -> CompletableFuture.runAsync(this::publish, threads))
            .limit(connections)
            .toList();
    threads.shutdown();
  }

  private void publish() {
    String token = environment.tokens().publisher();
    while (!ended) {
      Event event = Event.ofAccount(account);
      int status = environment.api().post("/events").as(token).json(event.json()).send().status();
      if (status == 202) {
        accepted.add(event);
      }
      answers.computeIfAbsent(status, unused -> new AtomicInteger()).incrementAndGet();
    }
  }

  /** Waits until as many more answers with this status have come. */
  public void awaitMore(int status, int count) {
    int before = count(status);
    await(count + " more answers " + status)
        .atMost(LIMIT)
        .until(() -> count(status) >= before + count || hasFailed());
  }

  private boolean hasFailed() {
    return all.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
  }

  private int count(int status) {
    return answers.getOrDefault(status, new AtomicInteger()).get();
  }

  /** Returns the statuses that were answered. */
  public Set<Integer> statuses() {
    return answers.keySet();
  }

  /** Lets each publisher end after its request, and waits for nothing. */
  @Override
  public void close() {
    ended = true;
  }

  /** Ends, and returns the accepted events. Fails if a request had no answer. */
  public List<Event> end() {
    ended = true;
    all.forEach(CompletableFuture::join);
    return List.copyOf(accepted);
  }
}
