package webhooks.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import webhooks.broker.listener.GuardedAcceptorFactory;

/**
 * Limits what strangers can make the broker log: at most {@value #MAX_RECORDS} records of each kind
 * in ten seconds. The next record of the kind says how many were left out.
 *
 * <p>Artemis logs up to three records with stack traces, 10 KB together, for each packet that it
 * can't decode, also before a login, so anyone who reaches the producers' listener could fill the
 * disk. Each kind has a limit of its own, because a stranger can cause warnings and errors, which
 * must not hide those that an operator has to see. Safe for several threads.
 */
final class LogLimit implements Filter {
  static final int MAX_RECORDS = 10;
  private static final long PERIOD = Duration.ofSeconds(10).toNanos();

  /** How many kinds have a limit of their own; Artemis seldom logs a tenth of them. */
  private static final int MAX_KINDS = 100;

  /** The name of the limit that all further kinds share. */
  private static final String OTHERS = "";

  /** The number at the beginning of Artemis's records, which names their kind. */
  private static final Pattern NUMBER = Pattern.compile("AMQ\\d{6}");

  private static final String AMQP = "org.apache.activemq.artemis.protocol.amqp";

  /** The loggers are kept, since a logger that is garbage collected loses its filter. */
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("org.apache.activemq.artemis.core.server"),
          Logger.getLogger("org.apache.activemq.artemis.core.client"),
          Logger.getLogger(AMQP + ".logger.ActiveMQAMQPProtocolLogger"),
          Logger.getLogger(AMQP + ".broker.ActiveMQProtonRemotingConnection"),
          Logger.getLogger(AMQP + ".proton.AMQPConnectionContext"),
          Logger.getLogger(AMQP + ".proton.handler.ProtonHandler"),
          Logger.getLogger(FederationGuard.class.getName()),
          Logger.getLogger(PacketGuard.class.getName()),
          Logger.getLogger(GuardedAcceptorFactory.class.getName()));

  private final LongSupplier clock;
  private final Map<String, RecordKind> kinds = new HashMap<>();

  /**
   * Creates a limit.
   *
   * @param clock returns nanoseconds, like {@link System#nanoTime}
   */
  LogLimit(LongSupplier clock) {
    this.clock = clock;
  }

  /** Limits the loggers that a client without a login can write to. */
  static void install() {
    Filter limit = new LogLimit(System::nanoTime);
    LOGGERS.forEach(logger -> logger.setFilter(limit));
  }

  @Override
  public synchronized boolean isLoggable(LogRecord record) {
    long now = clock.getAsLong();
    String name = nameOf(record);
    if (!kinds.containsKey(name) && kinds.size() >= MAX_KINDS) {
      kinds.values().removeIf(kind -> kind.isUnused(now));
      name = kinds.size() >= MAX_KINDS ? OTHERS : name;
    }
    return kinds.computeIfAbsent(name, added -> new RecordKind(now)).takes(record, now);
  }

  /** Returns the number of a record of Artemis, or else its logger and level. */
  private static String nameOf(LogRecord record) {
    Matcher number = NUMBER.matcher(String.valueOf(record.getMessage()));
    return number.lookingAt() ? number.group() : record.getLoggerName() + record.getLevel();
  }

  /** The records of one kind in the current period. */
  private static final class RecordKind {
    private long begin;
    private int records;
    private int leftOut;

    private RecordKind(long now) {
      begin = now;
    }

    /** Returns whether a new object would act in the same way, so that this one can go. */
    private boolean isUnused(long now) {
      return now - begin >= PERIOD && leftOut == 0;
    }

    private boolean takes(LogRecord record, long now) {
      if (now - begin >= PERIOD) {
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
            "%s (%d records like this one are left out)".formatted(record.getMessage(), leftOut));
        leftOut = 0;
      }
      return true;
    }
  }
}
