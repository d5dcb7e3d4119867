package webhooks.broker;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import webhooks.broker.listener.GuardedAcceptorFactory;

/**
 * Limits how much the broker logs: at most {@value #MAX_RECORDS} records in ten seconds, and as
 * many at {@code SEVERE}. The next record says how many were left out.
 *
 * <p>Artemis logs up to three records with stack traces, 10 KB together, for each packet that it
 * can't decode, also before a login, so anyone who reaches the producers' listener could fill the
 * disk. The records about refused connections have a limit of their own, and so have errors:
 * otherwise a stranger could hide what an operator must see. Safe for several threads.
 */
final class LogLimit implements Filter {
  static final int MAX_RECORDS = 20;
  private static final long PERIOD = Duration.ofSeconds(10).toNanos();

  private static final String AMQP = "org.apache.activemq.artemis.protocol.amqp";

  /** The loggers are kept, since a logger that is garbage collected loses its filter. */
  private static final List<Logger> ARTEMIS =
      List.of(
          Logger.getLogger("org.apache.activemq.artemis.core.server"),
          Logger.getLogger("org.apache.activemq.artemis.core.client"),
          Logger.getLogger(AMQP + ".logger.ActiveMQAMQPProtocolLogger"),
          Logger.getLogger(AMQP + ".broker.ActiveMQProtonRemotingConnection"),
          Logger.getLogger(AMQP + ".proton.AMQPConnectionContext"),
          Logger.getLogger(AMQP + ".proton.handler.ProtonHandler"));

  /** The loggers of what refuses connections and packets. */
  private static final List<Logger> GUARDS =
      List.of(
          Logger.getLogger(FederationGuard.class.getName()),
          Logger.getLogger(PacketGuard.class.getName()),
          Logger.getLogger(GuardedAcceptorFactory.class.getName()));

  private final LongSupplier clock;
  private final Budget errors = new Budget();
  private final Budget others = new Budget();

  /**
   * Creates a limit.
   *
   * @param clock returns nanoseconds, like {@link System#nanoTime}
   */
  LogLimit(LongSupplier clock) {
    this.clock = clock;
  }

  /** Limits the loggers that a caller without a login can write to. */
  static void install() {
    for (List<Logger> loggers : List.of(ARTEMIS, GUARDS)) {
      Filter limit = new LogLimit(System::nanoTime);
      loggers.forEach(logger -> logger.setFilter(limit));
    }
  }

  @Override
  public synchronized boolean isLoggable(LogRecord record) {
    boolean isError = record.getLevel().intValue() >= Level.SEVERE.intValue();
    return (isError ? errors : others).takes(record, clock.getAsLong());
  }

  /** The records of one kind in the current period. */
  private static final class Budget {
    private boolean used;
    private long begin;
    private int records;
    private int leftOut;

    private boolean takes(LogRecord record, long now) {
      if (!used || now - begin >= PERIOD) {
        used = true;
        begin = now;
        records = 0;
      }
      if (records == MAX_RECORDS) {
        leftOut++;
        return false;
      }
      records++;
      if (leftOut > 0) {
        record.setMessage(
            "%s (%d records of the broker before this one are left out)"
                .formatted(record.getMessage(), leftOut));
        leftOut = 0;
      }
      return true;
    }
  }
}
