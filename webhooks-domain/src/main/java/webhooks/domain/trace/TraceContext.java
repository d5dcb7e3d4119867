package webhooks.domain.trace;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * The place of an event in a trace, as W3C Trace Context (level 1) passes it from system to system.
 *
 * @param traceId 32 hexadecimal digits in lower case, not all zero
 * @param parentId the id of the span that causes later spans: 16 hexadecimal digits in lower case,
 *     not all zero
 * @param sampled whether the caller may have recorded its span; if so, later systems should record
 *     theirs too
 * @param state the header {@code tracestate}, which this product passes on without using it
 */
public record TraceContext(
    String traceId, String parentId, boolean sampled, Optional<String> state) {
  /** The name of the header and of the JMS property that holds the ids and the sampled flag. */
  public static final String TRACEPARENT = "traceparent";

  /** The name of the header and of the JMS property that holds the {@link #state}. */
  public static final String TRACESTATE = "tracestate";

  private static final HexFormat HEX = HexFormat.of();
  private static final int LENGTH = 55;
  private static final int PARENT_ID = 36;
  private static final int FLAGS = 53;

  /**
   * Reads the trace that a publisher sent. An event is not refused for an invalid trace: an invalid
   * {@code traceparent} counts as absent, and so does an invalid {@code tracestate} with a valid
   * {@code traceparent}.
   *
   * @param parent the value of {@code traceparent}; null if there is none
   * @param state the value of {@code tracestate}; null if there is none
   */
  public static Optional<TraceContext> parse(String parent, String state) {
    if (parent == null || !isValid(parent)) {
      return Optional.empty();
    }
    return Optional.of(
        new TraceContext(
            parent.substring(3, PARENT_ID - 1),
            parent.substring(PARENT_ID, FLAGS - 1),
            (Character.digit(parent.charAt(FLAGS + 1), 16) & 1) == 1,
            Optional.ofNullable(state).flatMap(TraceState::checked)));
  }

  /** Returns whether the form is valid. A later version may have more fields after these. */
  private static boolean isValid(String parent) {
    if (parent.length() < LENGTH || !isHex(parent, 0, 2) || parent.startsWith("ff")) {
      return false;
    }
    boolean ends = parent.length() == LENGTH;
    if (!ends && (parent.startsWith("00") || parent.charAt(LENGTH) != '-')) {
      return false;
    }
    return parent.charAt(2) == '-'
        && isId(parent, 3, PARENT_ID - 1)
        && parent.charAt(PARENT_ID - 1) == '-'
        && isId(parent, PARENT_ID, FLAGS - 1)
        && parent.charAt(FLAGS - 1) == '-'
        && isHex(parent, FLAGS, LENGTH);
  }

  private static boolean isId(String text, int begin, int end) {
    int zeros = begin;
    while (zeros < end && text.charAt(zeros) == '0') {
      zeros++;
    }
    return zeros < end && isHex(text, begin, end);
  }

  private static boolean isHex(String text, int begin, int end) {
    for (int i = begin; i < end; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the trace id of an event whose publisher sent none. It is computed from the event's id,
   * so that it need not be stored.
   */
  public static String traceIdOf(UUID eventId) {
    long high = eventId.getMostSignificantBits();
    long low = eventId.getLeastSignificantBits();
    // The nil UUID is an event id like others, but no trace id.
    return HEX.toHexDigits(high) + HEX.toHexDigits(high == 0 && low == 0 ? 1 : low);
  }

  /**
   * Returns the trace of an event whose publisher sent none. All of it is computed from the event's
   * id.
   */
  public static TraceContext of(UUID eventId) {
    String traceId = traceIdOf(eventId);
    String low = traceId.substring(traceId.length() / 2);
    String parentId = low.matches("0+") ? HEX.toHexDigits(1L) : low;
    return new TraceContext(traceId, parentId, false, Optional.empty());
  }

  /** Returns the same trace with this span as the parent. */
  public TraceContext withParent(String spanId) {
    return new TraceContext(traceId, spanId, sampled, state);
  }

  /** Returns the value of the header {@code traceparent}. */
  public String parent() {
    return parent(traceId, parentId, sampled);
  }

  /** Returns the value of the header {@code traceparent} of these parts. */
  public static String parent(String traceId, String parentId, boolean sampled) {
    return "00-" + traceId + "-" + parentId + (sampled ? "-01" : "-00");
  }
}
