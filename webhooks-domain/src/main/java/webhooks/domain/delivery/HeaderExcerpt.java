package webhooks.domain.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The headers of a request or a response as the delivery history keeps them: bounded, printable and
 * without credentials.
 *
 * <p>The text can hold the headers of a hostile receiver, so characters that are not printable
 * become U+FFFD. Values of headers that carry credentials become {@code ***}, and so do the queries
 * of URLs. A signature is cut to its first characters: enough to compare it with a signature that
 * the owner computes, but not enough to send the body to the receiver again.
 *
 * @param fields the values by name, in the order of the headers; names are in lower case, and a
 *     repeated name has its values joined by commas
 */
public record HeaderExcerpt(Map<String, String> fields) {
  /** The maximum size of the text form, in characters and in bytes. */
  public static final int MAX_SIZE = 8 * 1024;

  private static final int MAX_FIELDS = 50;
  private static final int MAX_NAME = 128;
  private static final int MAX_VALUE = 1024;
  private static final String SEPARATOR = ": ";

  /** Headers whose value holds a URL, which may be relative. */
  private static final List<String> WITH_URL =
      List.of("location", "content-location", "refresh", "link");

  /** Copies the fields. */
  public HeaderExcerpt {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Returns the excerpt of these headers, each a name and a value, in their order. */
  public static HeaderExcerpt of(List<? extends Map.Entry<String, String>> headers) {
    Map<String, String> fields = new LinkedHashMap<>();
    int size = 0;
    for (Map.Entry<String, String> header : headers) {
      String name = cut(HeaderMask.printable(header.getKey()).replace(':', '\uFFFD'), MAX_NAME);
      name = name.toLowerCase(Locale.ROOT);
      String value =
          safe(name, HeaderMask.printable(header.getValue() == null ? "" : header.getValue()));
      size += line(name, value).getBytes(StandardCharsets.UTF_8).length;
      if (size > MAX_SIZE || fields.size() == MAX_FIELDS) {
        break;
      }
      fields.merge(name, value, (first, next) -> first + ", " + next);
    }
    return new HeaderExcerpt(fields);
  }

  /**
   * Returns the headers of a delivered request that follow from its body, its event and its time,
   * so that they need not be stored. The ones about the body are right if it is the one of the
   * event, without a format.
   *
   * @param messageId the id of the event
   * @param started when the attempt began
   */
  public static HeaderExcerpt ofDelivered(UUID messageId, Instant started, int bodySize) {
    return of(
        List.of(
            Map.entry("webhook-id", messageId.toString()),
            Map.entry("webhook-timestamp", Long.toString(started.getEpochSecond())),
            Map.entry("content-length", Integer.toString(bodySize)),
            Map.entry("content-type", "application/json")));
  }

  /** Returns the headers without the ones about the body. */
  public HeaderExcerpt withoutContent() {
    Map<String, String> others = new LinkedHashMap<>(fields);
    others.keySet().removeIf(name -> name.startsWith("content-"));
    return new HeaderExcerpt(others);
  }

  /** Reads the text form. */
  public static HeaderExcerpt parse(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    text.lines()
        .map(line -> line.split(SEPARATOR, 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> fields.put(parts[0], parts[1]));
    return new HeaderExcerpt(fields);
  }

  /** Returns the text form: a line for each field. */
  public String text() {
    StringBuilder text = new StringBuilder();
    fields.forEach((name, value) -> text.append(line(name, value)));
    return text.toString();
  }

  /** Returns a description without the headers, which belong to the owner. */
  @Override
  public String toString() {
    return "HeaderExcerpt[" + fields.size() + " fields]";
  }

  private static String line(String name, String value) {
    return name + SEPARATOR + value + "\n";
  }

  private static String safe(String name, String value) {
    if (HeaderMask.isCredential(name)) {
      return HeaderMask.HIDDEN;
    }
    String shown = value;
    if (name.contains("signature")) {
      shown = HeaderMask.withoutSignatures(value);
    } else if (WITH_URL.contains(name) || HeaderMask.hasUrl(value)) {
      shown = HeaderMask.withoutQuery(value);
    }
    return cut(HeaderMask.withoutRawSignatures(shown), MAX_VALUE);
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + HeaderMask.CUT;
  }
}
