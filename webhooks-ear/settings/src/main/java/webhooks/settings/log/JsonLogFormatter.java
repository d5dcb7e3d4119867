package webhooks.settings.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a log record as one line of JSON: {@code time}, {@code level}, {@code logger}, {@code
 * thread}, {@code message}, {@code exception}, and the fields that the message names.
 *
 * <p>The logs {@code webhooks.attempts} and {@code webhooks.access} name their fields in the
 * message ({@code webhook=… delivery=…}), so that a line has the same content as text and as JSON.
 * In webhooks.jar this class formats the records of all loggers if the setting asks for JSON. On
 * other servers {@link #install} sets it in each handler, and records of other loggers still use
 * the server's formatter. Safe for several threads.
 */
public final class JsonLogFormatter extends Formatter {
  private static final String PRODUCT = "webhooks";
  private static final String ATTEMPTS = "webhooks.attempts";

  /** The loggers that may have handlers of their own; "" is the root. */
  private static final List<String> LOGGERS = List.of("", ATTEMPTS, "webhooks.access");

  /** The loggers whose messages consist of fields. */
  private static final List<String> WITH_FIELDS = List.of(ATTEMPTS, "webhooks.access");

  private static final Pattern FIELD = Pattern.compile("(?<!\\S)([a-z][A-Za-z]*)=(\\S+)");
  private static final Pattern ID =
      Pattern.compile(
          "(?<!\\S)(webhook|delivery)=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\b");

  /** At most 18 digits, so that the value fits into a long. */
  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");

  /** Fields with another name in JSON, where {@code message} is the whole message. */
  private static final Map<String, String> RENAMED =
      Map.of("number", "attempt", "message", "messageId");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Formats the records of other loggers; empty in webhooks.jar. */
  private final Optional<Formatter> serverFormatter;

  /** Creates a formatter for all loggers; java.util.logging creates it by the name of the class. */
  public JsonLogFormatter() {
    this(Optional.empty());
  }

  private JsonLogFormatter(Optional<Formatter> serverFormatter) {
    this.serverFormatter = serverFormatter;
  }

  /** Sets this formatter in all handlers of the server's log. A second call changes nothing. */
  public static void install() {
    for (String log : LOGGERS) {
      for (Handler handler : Logger.getLogger(log).getHandlers()) {
        Formatter original = handler.getFormatter();
        // After a redeployment another class loader has loaded the class of the original.
        if (original != null
            && !original.getClass().getName().equals(JsonLogFormatter.class.getName())) {
          handler.setFormatter(new JsonLogFormatter(Optional.of(original)));
        }
      }
    }
  }

  /** Returns a line about the product as a whole, such as the end of its start. */
  public static String line(Level level, String message) {
    LogRecord record = new LogRecord(level, message);
    record.setLoggerName(PRODUCT);
    return new JsonLogFormatter().format(record);
  }

  /** Returns the head of the server's own format, such as an XML declaration. */
  @Override
  public String getHead(Handler handler) {
    return serverFormatter.map(formatter -> formatter.getHead(handler)).orElse("");
  }

  @Override
  public String getTail(Handler handler) {
    return serverFormatter.map(formatter -> formatter.getTail(handler)).orElse("");
  }

  @Override
  public String format(LogRecord record) {
    return serverFormatter
        .filter(formatter -> !isOfProduct(record))
        .map(formatter -> formatter.format(record))
        .orElseGet(() -> json(record));
  }

  private static boolean isOfProduct(LogRecord record) {
    String name = record.getLoggerName();
    return name != null && (name.equals(PRODUCT) || name.startsWith(PRODUCT + "."));
  }

  private String json(LogRecord record) {
    String logger = String.valueOf(record.getLoggerName());
    String message = String.valueOf(formatMessage(record));
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("time", text(TIME.format(record.getInstant())));
    fields.put("level", text(record.getLevel().getName()));
    fields.put("logger", text(logger));
    fields.put("thread", text(threadName(record)));
    fields.put("message", text(message));
    if (record.getThrown() != null) {
      StringWriter trace = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(trace, true));
      fields.put("exception", text(trace.toString().stripTrailing()));
    }
    if (isOfProduct(record)) {
      addFields(logger, message, fields);
    }
    StringBuilder line = new StringBuilder(message.length() + 200);
    fields.forEach(
        (name, value) ->
            line.append(line.length() == 0 ? '{' : ',')
                .append(text(name))
                .append(':')
                .append(value));
    return line.append("}\n").toString();
  }

  private static void addFields(String logger, String message, Map<String, String> fields) {
    Matcher field = (WITH_FIELDS.contains(logger) ? FIELD : ID).matcher(message);
    while (field.find()) {
      String value = field.group(2);
      boolean isNumber = logger.equals(ATTEMPTS) && NUMBER.matcher(value).matches();
      fields.putIfAbsent(
          RENAMED.getOrDefault(field.group(1), field.group(1)), isNumber ? value : text(value));
    }
  }

  /**
   * Returns the name of the current thread, which is the record's unless a handler queues records.
   */
  private static String threadName(LogRecord record) {
    Thread current = Thread.currentThread();
    return current.getId() == record.getLongThreadID()
        ? current.getName()
        : Long.toString(record.getLongThreadID());
  }

  /** Returns a JSON string. Line separators that some readers of lines know are escaped too. */
  private static String text(String value) {
    StringBuilder json = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\t' -> json.append("\\t");
        default -> {
          if (isPlain(c)) {
            json.append(c);
          } else {
            json.append("\\u%04x".formatted((int) c));
          }
        }
      }
    }
    return json.append('"').toString();
  }

  private static boolean isPlain(char c) {
    return !Character.isISOControl(c)
        && !Character.isSurrogate(c)
        && c != '\u2028'
        && c != '\u2029';
  }
}
