package webhooks.listener;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import webhooks.listener.QueueKey.Group;
import webhooks.settings.RequestConnections;

/**
 * Gives requests a turn on the request threads: accounts and networks in turn, in each of them its
 * callers, and the requests of a caller in their order. Thread-safe.
 *
 * <p>A connection has one request here at most, because the next one is read after its answer. So a
 * connection that sends many requests at once waits for all others after each of them.
 *
 * <p>Few of the requests that have a thread <em>compute</em> at a time: more would only slow down
 * each other and everything else on the machine. A request does not compute while its thread waits,
 * for example for a lock, or has a blocker ({@link LockSupport#setCurrentBlocker}): Java does not
 * show that a thread waits for the network, so the application sets one. A request counts as
 * computing for a quarter of a second at most.
 *
 * <p>One account or network has at most three quarters of the threads, and may have three quarters
 * of the requests that compute. When all places to wait are taken, a request gets a place of the
 * group that has the most ({@link GroupCounts}), if its own group has fewer. Otherwise it gets a
 * place of its own group, if another caller in it has more. The newest request of the caller with
 * the most in that group is refused. If neither has more, the request itself is refused.
 */
final class RequestQueue {
  static final int MAX_WAITING = 1024;

  /** The time between two checks of which requests compute, while others wait. */
  static final Duration CHECK_INTERVAL = Duration.ofMillis(5);

  private static final int COMPUTING_PER_PROCESSOR = 4;

  private final Executor threads;
  private final WakeClock clock;
  private final int maxRunning;
  private final int maxComputing;
  private final Map<Group, Share> shares = new HashMap<>();

  /** The groups that have a waiting request and may have a thread more. */
  private final Turns<Share> turns = new Turns<>(share -> share.group.isAccount());

  private final Set<Turn> running = new HashSet<>();

  private final GroupCounts waiting = new GroupCounts(MAX_WAITING);
  private int computing;
  private boolean checkScheduled;

  /**
   * Creates an empty queue in which all requests that have a thread may compute.
   *
   * @param threads must run {@code maxRunning} requests at the same time, and may reject more once
   *     the listener stops
   */
  RequestQueue(Executor threads, int maxRunning) {
    this(threads, maxRunning, maxRunning, WakeClock.SYSTEM);
  }

  /**
   * Creates an empty queue.
   *
   * @param threads must run {@code maxRunning} requests at the same time, and may reject more once
   *     the listener stops
   * @param maxComputing how many requests may compute
   */
  RequestQueue(Executor threads, int maxRunning, int maxComputing, WakeClock clock) {
    this.threads = threads;
    this.maxRunning = maxRunning;
    this.maxComputing = maxComputing;
    this.clock = clock;
  }

  /**
   * Returns how many requests may compute: enough to use each processor while the database works,
   * and each database connection.
   */
  static int maxComputing(int processors, int maxRunning) {
    int computing = Math.max(RequestConnections.MAX, COMPUTING_PER_PROCESSOR * processors);
    return Math.min(computing, maxRunning);
  }

  /** Returns the part of all that one group may have: three quarters. */
  static int share(int all) {
    return all - all / 4;
  }

  /**
   * Runs a request when its turn comes.
   *
   * @param refusal answers the request if there is no place to wait for it, or if the request of
   *     another caller gets its place. Runs on any thread that gives a request to the queue
   * @return a function that withdraws the request and returns true, if it still waits. Then neither
   *     the request nor its refusal runs
   */
  BooleanSupplier offer(QueueKey caller, Runnable request, Runnable refusal) {
    Waiting waiting = new Waiting(request, refusal);
    Optional<Waiting> refused = add(caller, waiting);
    runNext();
    refused.ifPresent(loser -> loser.refusal.run());
    return () -> withdraw(caller, waiting);
  }

  /** Returns the request that gets no place, or loses it. */
  private synchronized Optional<Waiting> add(QueueKey caller, Waiting request) {
    Optional<Waiting> lost = Optional.empty();
    if (waiting.areAllTaken()) {
      Optional<Group> loser = waiting.largerThan(caller.group()).or(() -> withMore(caller));
      if (loser.isEmpty()) {
        return Optional.of(request);
      }
      lost = loser.map(this::removeNewest);
    }
    Share share = shares.computeIfAbsent(caller.group(), Share::new);
    share.waiting.add(caller.member(), request);
    waiting.increment(caller.group());
    giveTurn(share);
    return lost;
  }

  /** Returns the group of a caller if another member of it has more waiting requests. */
  private Optional<Group> withMore(QueueKey caller) {
    return Optional.ofNullable(shares.get(caller.group()))
        .filter(share -> share.waiting.anyHasMoreThan(caller.member()))
        .map(share -> share.group);
  }

  private Waiting removeNewest(Group group) {
    Share share = shares.get(group);
    Waiting newest = share.waiting.removeNewest();
    freePlace(share);
    return newest;
  }

  private synchronized boolean withdraw(QueueKey caller, Waiting request) {
    Share share = shares.get(caller.group());
    boolean withdrawn = share != null && share.waiting.remove(caller.member(), request);
    if (withdrawn) {
      freePlace(share);
    }
    return withdrawn;
  }

  private void freePlace(Share share) {
    waiting.decrement(share.group);
    if (share.waiting.isEmpty()) {
      turns.remove(share);
    }
    forgetIdle(share);
  }

  private void forgetIdle(Share share) {
    if (share.running == 0 && share.waiting.isEmpty()) {
      shares.remove(share.group);
    }
  }

  private void giveTurn(Share share) {
    if (!share.waiting.isEmpty() && mayRunOneMore(share)) {
      turns.add(share);
    }
  }

  private boolean mayRunOneMore(Share share) {
    return share.running < share(maxRunning) && share.computing < share(maxComputing);
  }

  private void runNext() {
    for (Optional<Turn> turn = next(); turn.isPresent(); turn = next()) {
      run(turn.get());
    }
  }

  private synchronized Optional<Turn> next() {
    Optional<Share> next = Optional.empty();
    if (running.size() < maxRunning && computing < maxComputing) {
      // A group that may not run one more now is added again when a request of it ends, or by a
      // check.
      next = turns.next(this::mayRunOneMore);
    }
    if (next.isEmpty()) {
      scheduleCheck();
    }
    return next.map(this::begin);
  }

  private Turn begin(Share share) {
    share.running++;
    waiting.decrement(share.group);
    Turn turn = new Turn(share, new RunningRequest(share.waiting.remove().request, clock.nanos()));
    running.add(turn);
    count(turn, true);
    giveTurn(share);
    return turn;
  }

  private void count(Turn turn, boolean computes) {
    if (turn.counts != computes) {
      turn.counts = computes;
      int difference = computes ? 1 : -1;
      computing += difference;
      turn.share.computing += difference;
    }
  }

  /**
   * Schedules a check of which requests still compute, because nothing else shows that before they
   * end. Without a free thread no check is needed: then only the end of a request gives a turn.
   */
  private void scheduleCheck() {
    boolean helps = waiting.total() > 0 && computing > 0 && running.size() < maxRunning;
    if (helps && !checkScheduled) {
      checkScheduled = true;
      clock.wake(CHECK_INTERVAL, this::check);
    }
  }

  private void check() {
    countAll();
    runNext();
  }

  private synchronized void countAll() {
    checkScheduled = false;
    long now = clock.nanos();
    for (Turn turn : running) {
      count(turn, turn.request.computes(now));
      giveTurn(turn.share);
    }
  }

  private void run(Turn turn) {
    try {
      threads.execute(
          () -> {
            try {
              turn.request.run();
            } finally {
              end(turn);
              runNext();
            }
          });
    } catch (RejectedExecutionException e) {
      // The listener has stopped, and closes its connections.
      end(turn);
    }
  }

  private synchronized void end(Turn turn) {
    Share share = turn.share;
    running.remove(turn);
    count(turn, false);
    share.running--;
    giveTurn(share);
    forgetIdle(share);
  }

  /** A request that has no thread yet. */
  private record Waiting(Runnable request, Runnable refusal) {}

  /** A request that has a thread. The lock of the queue guards it. */
  private static final class Turn {
    final Share share;
    final RunningRequest request;

    /** Whether the request counts as one that computes. */
    boolean counts;

    Turn(Share share, RunningRequest request) {
      this.share = share;
      this.request = request;
    }
  }

  /** The waiting and the running requests of a group. */
  private static final class Share {
    final Group group;
    final WaitingRequests<Waiting> waiting = new WaitingRequests<>();
    int running;
    int computing;

    Share(Group group) {
      this.group = group;
    }
  }
}
