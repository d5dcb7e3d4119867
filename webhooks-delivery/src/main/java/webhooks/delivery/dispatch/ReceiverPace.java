package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;

/**
 * Decides by the results of attempts how many requests of a webhook may be in flight, and how many
 * of its deliveries may be leased.
 *
 * <p>The limit of requests in flight starts at two. It grows by one with each answer. It halves if
 * no answer comes, or an answer that asks for fewer requests (429, 503). Another error of the
 * server (5xx) leaves it unchanged. From the fifth attempt in a row without an answer on, the
 * webhook rests after each: a receiver that refuses connections at once would otherwise keep the
 * node busy.
 *
 * <p>After such a row with a time-out at its end, the limit grows by one with each fourth answer
 * only, for as many answers as raise it from its minimum to its maximum at this pace. Otherwise, if
 * the node or the receiver has too little CPU for the handshakes of so many connections at once,
 * all of them would time out together again. Not safe for several threads.
 */
final class ReceiverPace {
  /** The kinds of receivers, as far as a node knows them. Bounds of the node depend on them. */
  enum ReceiverKind {
    /** No attempt to it has ended. */
    NEW,
    /** No attempt to it has ended, and the first one has lasted for over a second. */
    LATE,
    /** Its latest attempt brought no answer. */
    SILENT,
    /** It answers, and recent attempts took long; or its owner allows it more than 5 s. */
    SLOW,
    /** It answers quickly. */
    QUICK
  }

  private static final int MIN_LIMIT = 2;

  /** An average attempt longer than this makes a webhook slow, and a first one makes it late. */
  static final Duration SLOW = Duration.ofSeconds(1);

  /**
   * The weight of the newest attempt in the average duration: low, so that a few quick attempts do
   * not hide slow ones.
   */
  private static final double NEWEST_WEIGHT = 0.25;

  /** How long the prefetched deliveries of a webhook last at its present pace. */
  private static final double PREFETCH_MILLIS = 1000;

  /** After so many attempts in a row without an answer, a webhook rests. */
  private static final int MAX_UNANSWERED = 5;

  static final long REST_NANOS = Duration.ofMillis(100).toNanos();

  /** How many answers raise the limit by one while it grows slowly. */
  private static final int ANSWERS_PER_STEP = 4;

  private final int minLimit;
  private final int maxLimit;
  private final boolean alwaysSlow;
  private final LongSupplier ticker;
  private int limit;
  private ReceiverKind kind;
  private double averageMillis = Double.NaN;
  private int unansweredInRow;
  private int slowAnswersLeft;
  private long latestNanos;

  /**
   * Creates the pace of a receiver that has not answered yet.
   *
   * @param maxLimit the maximum of requests in flight
   * @param alwaysSlow whether its owner allows it more than five seconds. Then it is slow before
   *     its first answer, and also while it answers quickly: all slots of a quick receiver that
   *     falls silent would be taken for so long
   * @param ticker the time in nanoseconds
   */
  ReceiverPace(int maxLimit, boolean alwaysSlow, LongSupplier ticker) {
    this.maxLimit = maxLimit;
    this.alwaysSlow = alwaysSlow;
    this.kind = alwaysSlow ? ReceiverKind.SLOW : ReceiverKind.NEW;
    this.ticker = ticker;
    this.minLimit = Math.min(MIN_LIMIT, maxLimit);
    this.limit = minLimit;
  }

  /** Returns how many requests may be in flight. */
  int limit() {
    return limit;
  }

  /** Returns what is known of the receiver. */
  ReceiverKind kind() {
    return kind;
  }

  /** Returns whether an attempt, of any node, has had a result. */
  boolean hasResult() {
    return kind == ReceiverKind.SLOW
        ? !Double.isNaN(averageMillis)
        : kind != ReceiverKind.NEW && kind != ReceiverKind.LATE;
  }

  /** Notes that the first attempt lasts long. */
  void becomeLate() {
    kind = ReceiverKind.LATE;
  }

  /** Notes that the latest attempt before the node's start brought no answer. */
  void becomeSilent() {
    kind = ReceiverKind.SILENT;
  }

  /**
   * Returns whether one more delivery may be leased beside so many. A late receiver and one that
   * rests get none. A quick one gets its limit and the deliveries that it takes in a second. Any
   * other one gets its limit.
   */
  boolean mayLease(int leased) {
    if (kind == ReceiverKind.LATE) {
      return false;
    }
    double prefetched =
        kind != ReceiverKind.QUICK ? 0 : limit * PREFETCH_MILLIS / Math.max(1, averageMillis);
    return !isResting() && leased < limit + prefetched;
  }

  /** Returns whether no attempt may begin yet, after several without an answer. */
  boolean isResting() {
    return unansweredInRow >= MAX_UNANSWERED && ticker.getAsLong() - latestNanos < REST_NANOS;
  }

  /** Adapts to the result of an attempt. */
  void adapt(Attempt attempt) {
    addDuration(attempt.duration().toMillis());
    OptionalInt status = attempt.statusCode();
    unansweredInRow = status.isEmpty() ? unansweredInRow + 1 : 0;
    if (unansweredInRow >= MAX_UNANSWERED
        && attempt.error().filter(AttemptError.TIMEOUT::equals).isPresent()) {
      slowAnswersLeft = ANSWERS_PER_STEP * (maxLimit - minLimit);
    }
    latestNanos = ticker.getAsLong();
    if (status.isEmpty()) {
      kind = ReceiverKind.SILENT;
    } else {
      boolean slow = alwaysSlow || averageMillis > SLOW.toMillis();
      kind = slow ? ReceiverKind.SLOW : ReceiverKind.QUICK;
    }
    if (status.isEmpty() || status.getAsInt() == 429 || status.getAsInt() == 503) {
      limit = Math.max(minLimit, limit / 2);
    } else if (status.getAsInt() < 500) {
      raiseLimit();
    }
  }

  private void raiseLimit() {
    if (slowAnswersLeft > 0) {
      slowAnswersLeft--;
    }
    if (slowAnswersLeft % ANSWERS_PER_STEP == 0) {
      limit = Math.min(maxLimit, limit + 1);
    }
  }

  private void addDuration(long millis) {
    averageMillis =
        Double.isNaN(averageMillis)
            ? millis
            : averageMillis + NEWEST_WEIGHT * (millis - averageMillis);
  }
}
