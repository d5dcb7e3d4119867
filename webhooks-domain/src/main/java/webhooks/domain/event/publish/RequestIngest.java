package webhooks.domain.event.publish;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
 * Stores the events of requests in the database, several requests in one transaction, and passes
 * the deliveries that are leased with them to the node.
 *
 * <p>A few threads store requests, so that intake leaves processors to delivery. A request is
 * stored at once if one of these threads is free. Otherwise it waits, and a thread then stores all
 * waiting requests together, as far as they fit (group commit). Each request has an answer of its
 * own: a faulty request is refused alone. If a transaction fails because of the requests in it,
 * each of them gets a transaction of its own.
 *
 * <p>Two kinds of requests can take long: changes of the directory, which may wait for other
 * changes, and requests with very many deliveries. Threads of their own store these one by one. An
 * account has at most one such transaction of each kind at a time.
 *
 * <p>The memory for waiting events is limited. Accounts share it, and in an account its publishers.
 * Safe for several threads.
 */
@ApplicationScoped
public class RequestIngest {
  private static final Logger LOG = Logger.getLogger(RequestIngest.class.getName());

  /** With so many events, the commit is only a small part of a transaction. */
  private static final int MAX_EVENTS = 200;

  /** Bounds the memory: a transaction needs several copies of the bodies. */
  private static final long MAX_BYTES = 8L * 1024 * 1024;

  /** The second try of a transaction on H2 finds the event that another one has stored. */
  private static final int MAX_TRIES_TOGETHER = 2;

  private static final String STOPS = "The node stops. Try again later.";

  private static final String LATE = "The events could not be stored in time. Try again.";

  private static final String UNKNOWN =
      "It is not known whether the events are stored. Send them again with the same messageId.";

  /** How long a thread waits for a request before it looks whether the node stops. */
  private static final Duration MAX_IDLE = Duration.ofMillis(500);

  /** Shorter than 10 s, after which WildFly may close a connection on which nothing happens. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(8);

  /** Waiting events may use this part of the heap: one divided by this number. */
  private static final int HEAP_DIVISOR = 16;

  /** The largest array always fits: 8 MiB of contents, and 1,000 events. */
  private static final long MIN_MEMORY = 10L * 1024 * 1024;

  @EJB private EventIngest events;

  private final RunningNode node;
  private final boolean keepsDirectory;
  private final Duration maxWait;
  private final CallerLimit memory;
  private final ITwinAccounts accounts = new ITwinAccounts();
  private final PublishQueue together = PublishQueue.together(MAX_EVENTS, MAX_BYTES);
  private final PublishQueue changes = PublishQueue.oneByOne();
  private final PublishQueue large = PublishQueue.oneByOne();

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
            Math.max(MIN_MEMORY, heap / HEAP_DIVISOR),
            "Too many events wait to be stored. Try again later.");
  }

  /**
   * Stores the events of a request soon, all of them or none.
   *
   * @param bodyBytes the size of the request's body, which stays in memory until the answer
   * @param by the caller
   * @return completed when the events are durable; or exceptionally, if the request is refused or
   *     its transaction fails. Its actions run on a thread that must not block
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
   * Stores the usual requests that wait, in one transaction. Waits half a second at most for the
   * first request. Each of a few threads calls this method in a loop.
   */
  public void storeTogether() throws InterruptedException {
    storeNext(together, this::storeTogether);
  }

  /** Stores the next request that changes the directory. Waits half a second at most for it. */
  public void storeChange() throws InterruptedException {
    storeNext(changes, this::storeAlone);
  }

  /** Stores the next request with very many deliveries. Waits half a second at most for it. */
  public void storeLarge() throws InterruptedException {
    storeNext(large, this::storeAlone);
  }

  private static void storeNext(PublishQueue queue, Consumer<List<WaitingRequest>> store)
      throws InterruptedException {
    List<WaitingRequest> next = queue.take(MAX_IDLE);
    if (next.isEmpty()) {
      return;
    }
    try {
      storeOrFail(next, store);
    } finally {
      queue.ended(next);
    }
  }

  /**
   * Stores requests, or answers them with the failure of their transaction. After an exception, the
   * thread stores the next requests at once, because other accounts may have sent them.
   */
  private static void storeOrFail(
      List<WaitingRequest> requests, Consumer<List<WaitingRequest>> store) {
    try {
      store.accept(requests);
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

  /**
   * Runs a transaction, answers its requests, and sends their deliveries. Does nothing and returns
   * false if all of them are answered already.
   */
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
   * transaction. The caller calls this every second. The transaction of a request with very many
   * deliveries takes long by itself, so such a request waits for its end, unless it changes the
   * directory.
   */
  public void refuseLate() {
    long before = System.nanoTime() - maxWait.toNanos();
    for (PublishQueue queue : List.of(together, changes, large)) {
      queue.removeOlderThan(before).forEach(request -> refuse(request, LATE));
    }
    for (PublishQueue queue : List.of(together, changes)) {
      queue.begunOlderThan(before).forEach(request -> refuse(request, UNKNOWN));
    }
  }

  /** Refuses the requests whose transaction has not begun, and all further ones. */
  public void close() {
    for (PublishQueue queue : List.of(together, changes, large)) {
      queue.close().forEach(request -> refuse(request, STOPS));
    }
  }
}
