package webhooks.domain.delivery.history.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import webhooks.domain.delivery.history.reconcile.ReconcileRepository.ReconciledDelivery;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Cursor;

/**
 * Reads the deliveries of periods in batches. Bounds how many are read, and how long that takes,
 * for all periods of one request together. For one thread.
 */
final class PeriodScan {
  /** The maximum number of deliveries that are read. */
  static final int MAX_READ = 2_000_000;

  private static final Duration MAX_TIME = Duration.ofSeconds(20);

  private final UUID webhookId;
  private final ReconcileRepository deliveries;
  private final LongSupplier nanoTime;
  private final long start;
  private int read;

  PeriodScan(UUID webhookId, ReconcileRepository deliveries, LongSupplier nanoTime) {
    this.webhookId = webhookId;
    this.deliveries = deliveries;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /**
   * Reads the deliveries whose events have a time in the period.
   *
   * @throws Refusal {@code InvalidRequest} if there are too many, {@code ServiceUnavailable} if it
   *     takes too long
   */
  void read(Instant since, Instant until, Consumer<ReconciledDelivery> reader) {
    Instant end = until.plus(StoredNear.MAX_AFTER);
    Cursor after = Cursor.before(since.minus(StoredNear.MAX_BEFORE));
    List<ReconciledDelivery> batch;
    do {
      if (nanoTime.getAsLong() - start > MAX_TIME.toNanos()) {
        throw tooSlow();
      }
      batch = deliveries.next(webhookId, after, end);
      batch.stream()
          .filter(delivery -> delivery.messageId() != null)
          .filter(delivery -> delivery.isOf(since, until))
          .forEach(reader);
      read += batch.size();
      if (read > MAX_READ) {
        throw tooMany("The period has too many deliveries. Take a shorter one.");
      }
      after = batch.isEmpty() ? after : batch.get(batch.size() - 1).cursor();
    } while (batch.size() == ReconcileRepository.MAX_BATCH);
  }

  /** Returns the refusal of a request that takes too long. */
  static Refusal tooSlow() {
    return new Refusal(
        ErrorCode.SERVICE_UNAVAILABLE,
        "The deliveries took too long to read. Try again later, or for a shorter period.");
  }

  /** Returns the refusal of a period that has too much. */
  static Refusal tooMany(String message) {
    return new Refusal(
        ErrorCode.INVALID_REQUEST,
        "Cannot reconcile deliveries.",
        List.of(Fault.of(FaultCode.LIMIT_EXCEEDED, "until", message)));
  }
}
