package webhooks.domain.event.ingest;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.node.Node;
import webhooks.domain.node.NodeSlots;
import webhooks.domain.node.RunningNode;
import webhooks.domain.settings.Settings;

/**
 * Stores the events of requests in the database, those of several requests in one transaction, and
 * has the node send the deliveries that it leases with them.
 *
 * <p>A request that comes while no transaction runs is stored at once. Those that come meanwhile
 * wait and are stored together (group commit). Few transactions run at a time, so that intake
 * leaves processors to delivery. Each request has an answer of its own: a faulty one is refused
 * alone, and if a transaction fails because of what it stores, each request gets another one to
 * itself.
 *
 * <p>Requests that can take long are stored one by one, by threads of their own: changes of the
 * directory, which may wait for other changes, and requests with very many deliveries.
 *
 * <p>The events that wait have a bound in memory, with a share for each account that events belong
 * to, and in it for each publisher. Safe for several threads.
 */
@ApplicationScoped
public class RequestIngest {
  /** The share of a commit in a transaction of so many events is small. */
  private static final int MAX_EVENTS = 200;

  private static final Duration IDLE = Duration.ofMillis(500);

  /** Longer than a request waits for a usual transaction, shorter than clients wait. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(20);

  private static final int HEAP_FRACTION = 16;

  /** The events of the largest array, each small. */
  private static final long MIN_BYTES = 8L * 1024 * 1024;

  @EJB private EventIngest events;

  private final RunningNode node;
  private final boolean keepsDirectory;
  private final Duration maxWait;
  private final CallerLimit memory;
  private final WaitingRequests together = new WaitingRequests(MAX_EVENTS);
  private final WaitingRequests alone = new WaitingRequests(1);

  /** Creates the bean's proxy, for the container. */
  protected RequestIngest() {
    this(null, null, true, 0, MAX_WAIT);
  }

  /** Creates the use case. */
  @Inject
  public RequestIngest(RunningNode node, Settings settings) {
    this(
        null,
        node,
        settings.remoteAccessControl().isEmpty(),
        Runtime.getRuntime().maxMemory(),
        MAX_WAIT);
  }

  /**
   * Creates the use case without a container, for tests.
   *
   * @param heap the bytes of the heap
   */
  RequestIngest(
      EventIngest events, RunningNode node, boolean keepsDirectory, long heap, Duration maxWait) {
    this.events = events;
    this.node = node;
    this.keepsDirectory = keepsDirectory;
    this.maxWait = maxWait;
    this.memory =
        new CallerLimit(
            Math.max(MIN_BYTES, heap / HEAP_FRACTION),
            "Too many events wait to be stored. Try again later.");
  }

  /**
   * Stores the events of a request soon, all of them or none.
   *
   * @param by the caller
   * @return completed when the events are durable, or exceptionally; on a thread that must not
   *     block
   * @throws Refusal {@code ServiceUnavailable} if the events that wait take too much memory, or the
   *     node stops
   */
  public CompletableFuture<PublishResult> publish(PublishEvents request, LimitKey by) {
    WaitingRequest waiting = WaitingRequest.of(request);
    CallerLimit.Share share = memory.take(by.forAccount(waiting.account()), waiting.bytes());
    CompletableFuture<PublishResult> answer =
        waiting
            .answer()
            .orTimeout(maxWait.toMillis(), TimeUnit.MILLISECONDS)
            .handle(
                (result, failure) -> {
                  share.close();
                  return answered(result, failure);
                });
    boolean changesDirectory = keepsDirectory && EventIngest.changesDirectory(request);
    if (!(changesDirectory ? alone : together).add(waiting)) {
      waiting.answer().completeExceptionally(stopped());
    }
    return answer;
  }

  private static PublishResult answered(PublishResult result, Throwable failure) {
    if (failure instanceof TimeoutException) {
      throw new Refusal(
          ErrorCode.SERVICE_UNAVAILABLE, "The events could not be stored in time. Try again.");
    }
    if (failure instanceof RuntimeException known) {
      throw known;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    return result;
  }

  /**
   * Stores the usual requests that wait, in one transaction. Waits for one, but not long. Each of
   * some threads calls this again and again; as many as there are processors, so that intake leaves
   * some of their time to delivery.
   */
  public void storeTogether() throws InterruptedException {
    storeNext(together);
  }

  /** Does the same for a request that can take long, which has a transaction to itself. */
  public void storeAlone() throws InterruptedException {
    storeNext(alone);
  }

  private void storeNext(WaitingRequests queue) throws InterruptedException {
    List<WaitingRequest> next = queue.take(IDLE);
    try {
      storeAll(next);
    } catch (RuntimeException | Error e) {
      next.forEach(request -> request.answer().completeExceptionally(e));
      throw e;
    }
  }

  /** Stores the requests in one transaction; or each in its own, if it fails because of them. */
  private void storeAll(List<WaitingRequest> taken) {
    List<WaitingRequest> requests =
        taken.stream().filter(request -> !request.answer().isDone()).toList();
    if (requests.isEmpty()) {
      return;
    }
    try {
      DatabaseFailure.retryOnConflict(() -> store(requests));
    } catch (RuntimeException e) {
      boolean byRequests =
          !DatabaseFailure.isTemporary(e) || DatabaseFailure.isConcurrencyConflict(e);
      if (requests.size() > 1 && byRequests) {
        requests.forEach(request -> storeAll(List.of(request)));
      } else {
        requests.forEach(request -> request.answer().completeExceptionally(e));
      }
    }
  }

  private boolean store(List<WaitingRequest> requests) {
    Node running = node.get().orElseThrow(RequestIngest::stopped);
    try (NodeSlots slots = running.slots()) {
      PublishedRequests stored =
          events.publish(requests.stream().map(WaitingRequest::events).toList(), slots);
      // First, so that whatever fails now, nothing is stored twice.
      for (int i = 0; i < requests.size(); i++) {
        answer(requests.get(i), stored.outcomes().get(i));
      }
      slots.send(stored.deliveries());
      running.backlogGrew(stored.withBacklog());
    }
    return true;
  }

  private void answer(WaitingRequest request, PublishOutcome outcome) {
    if (outcome instanceof PublishOutcome.Stored done) {
      request.answer().complete(done.result());
    } else if (outcome instanceof PublishOutcome.Refused refused) {
      request.answer().completeExceptionally(refused.refusal());
    } else if (!alone.add(request)) {
      request.answer().completeExceptionally(stopped());
    }
  }

  /** Refuses the requests that are not stored yet, and all further ones. */
  public void close() {
    together.close().forEach(request -> request.answer().completeExceptionally(stopped()));
    alone.close().forEach(request -> request.answer().completeExceptionally(stopped()));
  }

  private static Refusal stopped() {
    return new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "The node stops. Try again later.");
  }
}
