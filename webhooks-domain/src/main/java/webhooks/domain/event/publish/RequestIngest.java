package webhooks.domain.event.publish;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.Event;
import webhooks.domain.event.PublishEvents;
import webhooks.domain.event.ingest.EventIngest;
import webhooks.domain.event.ingest.PublishOutcome;
import webhooks.domain.event.ingest.PublishResult;
import webhooks.domain.event.ingest.PublishedRequests;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.node.Node;
import webhooks.domain.node.NodeSlots;
import webhooks.domain.node.RunningNode;
import webhooks.domain.settings.Settings;

/**
 * Stores the events of requests in the database, several requests in one transaction, and has the
 * node send the deliveries that it leases with them.
 *
 * <p>A request that comes while no transaction runs is stored at once. Requests that come meanwhile
 * wait and are stored together (group commit). Few transactions run at a time, so that intake
 * leaves processors to delivery. Each request has an answer of its own: a faulty one is refused
 * alone, and if a transaction fails because of what it stores, each request gets another one to
 * itself.
 *
 * <p>Requests that can take long are stored one by one, by threads of their own, and an account has
 * one of these transactions at a time: changes of the directory, which may wait for other changes,
 * and requests with very many deliveries.
 *
 * <p>The events that wait have a bound in memory, with a share for each account that events belong
 * to, and in it for each publisher. Safe for several threads.
 */
@ApplicationScoped
public class RequestIngest {
  private static final Logger LOG = Logger.getLogger(RequestIngest.class.getName());

  /** The share of a commit in a transaction of so many events is small. */
  private static final int MAX_EVENTS = 200;

  /** Several copies of the bodies are in memory during their transaction. */
  private static final long MAX_BYTES = 8L * 1024 * 1024;

  /** The second try of a transaction on H2 finds the event that another one has stored. */
  private static final int MAX_TRIES_TOGETHER = 2;

  private static final String STOPS = "The node stops. Try again later.";

  private static final String UNKNOWN =
      "It is not known whether the events are stored. Send them again with the same messageId.";

  private static final Duration IDLE = Duration.ofMillis(500);

  /** Shorter than 10 s, after which WildFly may close a connection on which nothing happens. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(8);

  private static final int HEAP_FRACTION = 16;

  /** The largest array always fits: 8 MiB of contents, and 1,000 events. */
  private static final long MIN_MEMORY = 10L * 1024 * 1024;

  @EJB private EventIngest events;

  private final RunningNode node;
  private final boolean keepsDirectory;
  private final Duration maxWait;
  private final CallerLimit memory;
  private final ITwinAccounts accounts = new ITwinAccounts();
  private final WaitingRequests together = WaitingRequests.together(MAX_EVENTS, MAX_BYTES);
  private final WaitingRequests changes = WaitingRequests.oneByOne();
  private final WaitingRequests large = WaitingRequests.oneByOne();

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
            Math.max(MIN_MEMORY, heap / HEAP_FRACTION),
            "Too many events wait to be stored. Try again later.");
  }

  /**
   * Stores the events of a request soon, all of them or none.
   *
   * @param bodyBytes the size of the request's body, which stays in memory until the answer
   * @param by the caller
   * @return completed when the events are durable, or exceptionally; on a thread that must not
   *     block
   * @throws Refusal {@code ServiceUnavailable} if the events that wait take too much memory
   */
  public CompletableFuture<PublishResult> publish(
      PublishEvents request, int bodyBytes, LimitKey by) {
    Event first = request.events().values().iterator().next();
    CompletableFuture<PublishResult> answer = new CompletableFuture<>();
    WaitingRequest waiting =
        new WaitingRequest(request, accounts.of(first), System.nanoTime(), answer);
    CallerLimit.Share share =
        memory.take(
            by.forAccount(waiting.account()),
            waiting.bytes() + Math.min(bodyBytes, WaitingRequest.MAX_BODY_BYTES));
    CompletableFuture<PublishResult> answered =
        answer.whenComplete((result, failure) -> share.close());
    boolean changesDirectory = keepsDirectory && EventIngest.changesDirectory(request);
    addOrRefuse((changesDirectory ? changes : together)::add, waiting);
    return answered;
  }

  private static void addOrRefuse(Function<WaitingRequest, Boolean> queue, WaitingRequest request) {
    if (!queue.apply(request)) {
      refuse(request, STOPS);
    }
  }

  private static void refuse(WaitingRequest request, String message) {
    request.answer().completeExceptionally(new Refusal(ErrorCode.SERVICE_UNAVAILABLE, message));
  }

  /**
   * Stores the usual requests that wait, in one transaction. Waits for one, but not long. Each of
   * some threads calls this again and again; as many as there are processors, so that intake leaves
   * some of their time to delivery.
   */
  public void storeTogether() throws InterruptedException {
    storeNext(together, this::storeTogether);
  }

  /** Stores the next request that changes the directory. Waits for one, but not long. */
  public void storeChange() throws InterruptedException {
    storeNext(changes, this::storeAlone);
  }

  /** Stores the next request with very many deliveries. Waits for one, but not long. */
  public void storeLarge() throws InterruptedException {
    storeNext(large, this::storeAlone);
  }

  /** Stores some requests. */
  @FunctionalInterface
  private interface Storing {
    void store(List<WaitingRequest> requests);
  }

  private static void storeNext(WaitingRequests queue, Storing storing)
      throws InterruptedException {
    List<WaitingRequest> next = queue.take(IDLE);
    if (next.isEmpty()) {
      return;
    }
    try {
      storeOrFail(next, storing);
    } finally {
      queue.ended(next);
    }
  }

  /**
   * Stores requests. Answers them with the failure of their transaction, if it fails: the thread
   * then goes on with the next requests. Other accounts may have sent them.
   */
  private static void storeOrFail(List<WaitingRequest> requests, Storing storing) {
    try {
      storing.store(requests);
    } catch (RuntimeException e) {
      requests.forEach(request -> request.answer().completeExceptionally(e));
    } catch (Error e) {
      requests.forEach(request -> request.answer().completeExceptionally(e));
      throw e;
    }
  }

  /** Stores the requests in one transaction; or each in its own, if it fails because of them. */
  private void storeTogether(List<WaitingRequest> requests) {
    List<PublishEvents> all = requests.stream().map(WaitingRequest::events).toList();
    Supplier<?> transaction = () -> store(requests, slots -> events.publish(all, slots));
    try {
      if (requests.size() > 1) {
        DatabaseFailure.retryOnConflict(MAX_TRIES_TOGETHER, transaction);
      } else {
        DatabaseFailure.retryOnConflict(transaction);
      }
    } catch (RuntimeException e) {
      boolean byRequests =
          !DatabaseFailure.isTemporary(e) || DatabaseFailure.isConcurrencyConflict(e);
      if (requests.size() > 1 && byRequests) {
        requests.forEach(request -> storeOrFail(List.of(request), this::storeTogether));
      } else {
        throw e;
      }
    }
  }

  private void storeAlone(List<WaitingRequest> one) {
    DatabaseFailure.retryOnConflict(
        () -> store(one, slots -> events.publishAlone(one.get(0).events(), slots)));
  }

  /** Runs a transaction, answers its requests, and sends their deliveries; if any is unanswered. */
  private boolean store(
      List<WaitingRequest> requests, Function<NodeSlots, PublishedRequests> transaction) {
    if (requests.stream().allMatch(request -> request.answer().isDone())) {
      return false;
    }
    Node running = node.get().orElseThrow(() -> new Refusal(ErrorCode.SERVICE_UNAVAILABLE, STOPS));
    try (NodeSlots slots = running.slots()) {
      PublishedRequests stored = transaction.apply(slots);
      // From here on all is stored: whatever fails must not store it again.
      for (int i = 0; i < requests.size(); i++) {
        answer(requests.get(i), stored.outcomes().get(i));
      }
      accounts.learn(stored.accounts());
      send(stored, slots, running);
      return true;
    }
  }

  private static void send(PublishedRequests stored, NodeSlots slots, Node running) {
    try {
      slots.send(stored.deliveries());
      running.backlogGrew(stored.withBacklog());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Deliveries could not be sent; they are due when their lease ends", e);
    }
  }

  private void answer(WaitingRequest request, PublishOutcome outcome) {
    if (request.answer().isDone()) {
      return;
    }
    if (outcome instanceof PublishOutcome.Stored done) {
      request.answer().complete(done.result());
    } else if (outcome instanceof PublishOutcome.Refused refused) {
      request.answer().completeExceptionally(refused.refusal());
    } else if (((PublishOutcome.Postponed) outcome).alone()) {
      addOrRefuse(large::add, request);
    } else {
      addOrRefuse(together::addAgain, request);
    }
  }

  /**
   * Answers the requests that have waited too long for the beginning or the end of their
   * transaction. To be called every second. A request that was found to have very many deliveries
   * takes long by itself, and waits for the end, unless it changes the directory.
   */
  public void refuseLate() {
    long before = System.nanoTime() - maxWait.toNanos();
    for (WaitingRequests queue : List.of(together, changes, large)) {
      queue
          .removeOlderThan(before)
          .forEach(
              request -> refuse(request, "The events could not be stored in time. Try again."));
    }
    for (WaitingRequests queue : List.of(together, changes)) {
      queue.begunOlderThan(before).forEach(request -> refuse(request, UNKNOWN));
    }
  }

  /** Refuses the requests whose transaction has not begun, and all further ones. */
  public void close() {
    for (WaitingRequests queue : List.of(together, changes, large)) {
      queue.close().forEach(request -> refuse(request, STOPS));
    }
  }
}
