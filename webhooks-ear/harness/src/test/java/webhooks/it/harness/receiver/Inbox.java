package webhooks.it.harness.receiver;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Receives the deliveries to one callback URL and answers them as configured. */
public final class Inbox {
  private final URI url;
  private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private final Queue<Integer> statuses = new LinkedBlockingDeque<>();
  private final AtomicInteger arrivals = new AtomicInteger();
  private volatile int lastStatus = 204;
  private volatile int failingEach = Integer.MAX_VALUE;
  private volatile Duration delay = Duration.ZERO;
  private volatile Map<String, String> answerHeaders = Map.of();
  private volatile UnaryOperator<byte[]> answerBody = request -> new byte[0];

  public Inbox(URI url) {
    this.url = url;
  }

  public URI url() {
    return url;
  }

  /** Answers with these statuses in order, then always with the last one. */
  public Inbox respondWith(Integer... inOrder) {
    statuses.clear();
    lastStatus = inOrder[inOrder.length - 1];
    statuses.addAll(Arrays.asList(inOrder));
    return this;
  }

  /** Answers every n-th request with 500. */
  public Inbox failEvery(int count) {
    failingEach = count;
    return this;
  }

  /** Adds a header to all answers. */
  public Inbox respondWithHeader(String name, String value) {
    answerHeaders = Map.of(name, value);
    return this;
  }

  /** Adds these headers to all answers. */
  public Inbox respondWithHeaders(Map<String, String> headers) {
    answerHeaders = Map.copyOf(headers);
    return this;
  }

  /** Adds a body to all answers. */
  public Inbox respondWithBody(byte[] body) {
    byte[] copy = body.clone();
    return respondWithBodyOf(request -> copy);
  }

  /** Adds a body to each answer, made of the body of its request. */
  public Inbox respondWithBodyOf(UnaryOperator<byte[]> answer) {
    answerBody = answer;
    return this;
  }

  /** Delays each answer by this time. */
  public Inbox delayBy(Duration time) {
    delay = time;
    return this;
  }

  /** Returns all received requests in their order. */
  public synchronized List<Receipt> receipts() {
    return List.copyOf(receipts);
  }

  /** Returns the received requests for one event. */
  public synchronized List<Receipt> receipts(UUID messageId) {
    return receipts.stream().filter(one -> one.id().equals(messageId.toString())).toList();
  }

  /** Returns the number of different events that arrived. */
  public synchronized int distinct() {
    return ids.size();
  }

  /** Returns whether the event has arrived. */
  public boolean received(UUID messageId) {
    return ids.contains(messageId.toString());
  }

  /** Returns the received requests by event id. */
  public synchronized Map<String, List<Receipt>> byId() {
    return receipts.stream().collect(Collectors.groupingBy(Receipt::id));
  }

  /** Waits until the event arrives and returns its first request. */
  public Receipt awaitEvent(UUID messageId) {
    return awaitEvent(messageId, 1, Duration.ofSeconds(60)).get(0);
  }

  /** Waits until the event has arrived at least this many times. Returns all its requests. */
  public List<Receipt> awaitEvent(UUID messageId, int times, Duration atMost) {
    return await("event " + messageId + " at " + url)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> receipts(messageId), found -> found.size() >= times);
  }

  public void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Receipt receipt =
        new Receipt(
            exchange.getRequestMethod(),
            exchange.getRequestURI(),
            exchange.getRequestHeaders(),
            body,
            Instant.now());
    keep(receipt);
    Integer scripted = statuses.poll();
    pause();
    answerHeaders.forEach(exchange.getResponseHeaders()::set);
    int status = scripted == null ? usualStatus() : scripted;
    receipt.answering();
    byte[] answer = answerBody.apply(body);
    exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
    if (answer.length > 0) {
      exchange.getResponseBody().write(answer);
    }
    receipt.answered(status);
  }

  /** Adds to both collections under one lock, so that readers see both or none. */
  private synchronized void keep(Receipt receipt) {
    receipts.add(receipt);
    ids.add(receipt.id());
  }

  private int usualStatus() {
    return arrivals.incrementAndGet() % failingEach == 0 ? 500 : lastStatus;
  }

  private void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(delay.toNanos());
    } catch (InterruptedException e) {
      // The receiver is closing, so answer at once.
      Thread.currentThread().interrupt();
    }
  }
}
