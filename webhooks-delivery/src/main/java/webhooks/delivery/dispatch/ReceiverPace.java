package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;

/**
 * What the receiver of a webhook has earned: how many of its requests may be in flight, and how
 * many of its deliveries may be leased.
 *
 * <p>The limit of requests in flight starts at two, and the webhook counts as slow until the
 * receiver has answered quickly. The limit grows by one with each answer. It halves if no answer
 * comes, or one that asks for fewer requests (429, 503); another error of the server (5xx) leaves
 * it unchanged. After several attempts in a row without an answer the webhook rests after each: a
 * receiver that refuses connections at once would otherwise keep the node busy.
 *
 * <p>After such a row with a time-out at its end, the limit grows by one with each fourth answer
 * only, for as many answers as raise it from its minimum to its maximum at this pace. Otherwise, if
 * the node or the receiver has too little CPU for the handshakes of so many connections at once,
 * all of them would time out together again. Not safe for several threads.
 */
final class ReceiverPace {
  private static final int MIN_LIMIT = 2;

  /** An average attempt longer than this makes a webhook slow. */
  private static final Duration SLOW = Duration.ofSeconds(1);

  /**
   * The weight of the newest attempt in the average duration: low, so that a few quick attempts do
   * not hide slow ones.
   */
  private static final double NEWEST_WEIGHT = 0.25;

  /** How long the prefetched deliveries of a webhook last at its present pace. */
  private static final double PREFETCH_MILLIS = 1000;

  /** After so many attempts in a row without an answer, a webhook rests. */
  private static final int MAX_SILENT = 5;

  private static final long REST_NANOS = Duration.ofMillis(100).toNanos();

  /** How many answers raise the limit by one while it grows slowly. */
  private static final int ANSWERS_PER_STEP = 4;

  private final int minLimit;
  private final int maxLimit;
  private final LongSupplier ticker;
  private int limit;
  private boolean slow = true;
  private double averageMillis = Double.NaN;
  private int silent;
  private int slowAnswersLeft;
  private long latestNanos;

  /**
   * Creates the pace of a receiver that has not answered yet.
   *
   * @param maxLimit the maximum of requests in flight
   * @param ticker the time in nanoseconds
   */
  ReceiverPace(int maxLimit, LongSupplier ticker) {
    this.maxLimit = maxLimit;
    this.ticker = ticker;
    this.minLimit = Math.min(MIN_LIMIT, maxLimit);
    this.limit = minLimit;
  }

  /** Returns how many requests may be in flight. */
  int limit() {
    return limit;
  }

  /** Returns whether the latest attempt brought no answer, or recent ones took long. */
  boolean isSlow() {
    return slow;
  }

  /** Returns whether nothing is known of the receiver that a new one would not start with. */
  boolean isNew() {
    return slow && limit == minLimit && silent == 0 && slowAnswersLeft == 0;
  }

  /**
   * Returns whether one more delivery may be leased beside these: of a slow webhook as many as may
   * be in flight, of another also those that its receiver takes in a second, and while it rests
   * none.
   */
  boolean mayLease(int leased) {
    double prefetched = slow ? 0 : limit * PREFETCH_MILLIS / Math.max(1, averageMillis);
    return !isResting() && leased < limit + prefetched;
  }

  private boolean isResting() {
    return silent >= MAX_SILENT && ticker.getAsLong() - latestNanos < REST_NANOS;
  }

  /** Adapts to the result of an attempt. */
  void adapt(Attempt attempt) {
    addDuration(attempt.duration().toMillis());
    OptionalInt status = attempt.statusCode();
    silent = status.isEmpty() ? silent + 1 : 0;
    if (silent >= MAX_SILENT && attempt.error().filter(AttemptError.TIMEOUT::equals).isPresent()) {
      slowAnswersLeft = ANSWERS_PER_STEP * (maxLimit - minLimit);
    }
    latestNanos = ticker.getAsLong();
    slow = status.isEmpty() || averageMillis > SLOW.toMillis();
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
