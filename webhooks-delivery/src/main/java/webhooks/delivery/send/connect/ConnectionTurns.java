package webhooks.delivery.send.connect;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;

/**
 * The order in which connections to receivers are opened: one of each account in turn, and so many
 * in a second that their TLS handshakes need about half of the processors.
 *
 * <p>A handshake costs some milliseconds of a processor, and many more until Java has compiled its
 * code. With hundreds at once, the I/O threads would read nothing else meanwhile, and the attempts
 * of other accounts would end late. So the time between two connections is a multiple of the time
 * that the latest handshakes took to begin. This time also grows when something else uses the
 * processors.
 *
 * <p>A connection that had no turn for half of the time-out of an attempt fails: the node is too
 * busy. Safe for several threads.
 */
final class ConnectionTurns implements AutoCloseable {
  /**
   * The time between two connections on one processor, as a multiple of the time that a handshake
   * takes to begin. A whole handshake computes about three times as long as its beginning, so half
   * of the processor is left.
   */
  private static final int BEGINNINGS = 6;

  /** Assumed before the first handshake. */
  private static final Duration FIRST_BEGINNING = Duration.ofMillis(5);

  /** A longer beginning counts as this one, because something else delayed it. */
  private static final Duration MAX_BEGINNING = Duration.ofMillis(10);

  /** The weight of the latest beginning in the average. */
  private static final double WEIGHT = 0.1;

  /** How late a connection may be opened without a delay of the next ones. */
  private static final Duration LATENESS = Duration.ofMillis(5);

  private final int processors;
  private final StopSignal stop = new StopSignal();

  /** The connections that wait. The next turn is the first account's. */
  private final Map<String, Queue<Waiting>> waiting = new LinkedHashMap<>();

  private double beginningNanos = FIRST_BEGINNING.toNanos();
  private long dueNanos = System.nanoTime();

  /**
   * A connection that waits for its turn. One of {@link #begin}, {@link #failed} and {@link
   * #cancelled} is called, once; none of them if the connection is over when its turn comes.
   */
  interface Opening {
    /** Returns whether nobody wants the connection any more. It then takes no turn. */
    boolean isOver();

    /** Opens the connection. Called on the thread of the turns, which must not wait. */
    void begin();

    /** Ends the opening, because it had no turn in time. */
    void failed(Exception cause);

    /** Ends the opening, because the client is closed. */
    void cancelled();
  }

  /** A connection that fails if it has no turn until {@code untilNanos}. */
  private record Waiting(Opening connection, long untilNanos) {
    static Waiting fromNow(Opening connection, Duration timeout) {
      return new Waiting(connection, System.nanoTime() + timeout.dividedBy(2).toNanos());
    }

    boolean isOverdue() {
      return System.nanoTime() - untilNanos > 0;
    }
  }

  /**
   * Creates turns in which nothing waits.
   *
   * @param processors the number of processors, which handshakes share with everything else
   */
  ConnectionTurns(int processors) {
    this.processors = processors;
  }

  /** Starts the thread that opens the connections. */
  void start(ThreadFactory threads) {
    Worker.of("Opening connections", stop, this::beginNext).start(threads);
  }

  /**
   * Opens a connection of the account when its turn comes.
   *
   * @param timeout the time-out of the attempt
   */
  void add(String account, Duration timeout, Opening connection) {
    synchronized (this) {
      if (!stop.isSet()) {
        waiting
            .computeIfAbsent(account, key -> new ArrayDeque<>())
            .add(Waiting.fromNow(connection, timeout));
        notifyAll();
        return;
      }
    }
    connection.cancelled();
  }

  /** Notes how long an I/O thread took to begin a handshake. */
  synchronized void began(long nanos) {
    beginningNanos += WEIGHT * (Math.min(nanos, MAX_BEGINNING.toNanos()) - beginningNanos);
  }

  /** Returns the time between two connections. */
  synchronized Duration interval() {
    return Duration.ofNanos((long) (BEGINNINGS * beginningNanos / processors));
  }

  private boolean beginNext() throws InterruptedException {
    Optional<Waiting> next = awaitTurn();
    next.ifPresent(
        turn -> {
          if (turn.connection().isOver()) {
            return;
          }
          if (turn.isOverdue()) {
            turn.connection().failed(new SocketTimeoutException("The connection had no turn"));
          } else {
            turn.connection().begin();
          }
        });
    return next.isPresent();
  }

  /** Waits for the next turn; returns empty if the turns are closed first. */
  private synchronized Optional<Waiting> awaitTurn() throws InterruptedException {
    while (!stop.isSet()) {
      long now = System.nanoTime();
      Duration left = Duration.ofNanos(dueNanos - now);
      if (waiting.isEmpty()) {
        wait();
      } else if (takesNoTurn(waiting.values().iterator().next().element())) {
        return Optional.of(takeFirst());
      } else if (left.compareTo(Duration.ZERO) > 0) {
        wait(left.toMillis(), left.toNanosPart() % 1_000_000);
      } else {
        dueNanos = Math.max(dueNanos, now - LATENESS.toNanos()) + interval().toNanos();
        return Optional.of(takeFirst());
      }
    }
    return Optional.empty();
  }

  private boolean takesNoTurn(Waiting next) {
    return next.connection().isOver() || next.isOverdue();
  }

  /** Takes a connection of the first account, whose next turn comes after all other accounts. */
  private Waiting takeFirst() {
    String account = waiting.keySet().iterator().next();
    Queue<Waiting> ofAccount = waiting.remove(account);
    Waiting first = ofAccount.remove();
    if (!ofAccount.isEmpty()) {
      waiting.put(account, ofAccount);
    }
    return first;
  }

  /** Opens no more connections. The ones that wait are cancelled. */
  @Override
  public void close() {
    List<Waiting> left;
    synchronized (this) {
      stop.set();
      left = waiting.values().stream().flatMap(Queue::stream).toList();
      waiting.clear();
      notifyAll();
    }
    left.forEach(turn -> turn.connection().cancelled());
  }
}
