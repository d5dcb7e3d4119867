package webhooks.domain.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final String CUT = "…";
  private static final String HIDDEN = "***";

  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "cookie|auth(?!enticate)|token|secret|passw|credential|jwt|session"
              + "|(api|access)[-_]?key");

  /** Headers whose value holds a URL, in whatever form. */
  private static final List<String> WITH_URL =
      List.of("location", "content-location", "refresh", "link");

  /** A value that is a URL or a path, or has a URL in it. */
  private static final Pattern URL = Pattern.compile("^/|://");

  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s]*@");

  /**
   * The parts of a URL in which a receiver can repeat the callback's query, or give a credential:
   * query, fragment and the parameters of a path.
   */
  private static final Pattern QUERY = Pattern.compile("[?#]|(?<=[^\\s>]);(?=\\w)");

  private static final Pattern SIGNATURE = Pattern.compile("((?:[^\\s=,]*[=,])?\\S{8})\\S+");

  /** An HMAC-SHA256 in hexadecimal or base64, which may repeat the signature that was sent. */
  private static final Pattern HMAC =
      Pattern.compile(
          "(?<![0-9a-fA-F])([0-9a-fA-F]{8})[0-9a-fA-F]{56}(?![0-9a-fA-F])"
              + "|(?<![\\w+/])([\\w+/]{8})[\\w+/]{35}=");

  /** Copies the fields. */
  public HeaderExcerpt {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Returns the excerpt of these headers, each a name and a value, in their order. */
  public static HeaderExcerpt of(List<? extends Map.Entry<String, String>> headers) {
    Map<String, String> fields = new LinkedHashMap<>();
    int size = 0;
    for (Map.Entry<String, String> header : headers) {
      String name = cut(printable(header.getKey()).replace(':', '\uFFFD'), MAX_NAME);
      name = name.toLowerCase(Locale.ROOT);
      String value = safe(name, printable(header.getValue() == null ? "" : header.getValue()));
      size += line(name, value).getBytes(StandardCharsets.UTF_8).length;
      if (size > MAX_SIZE || fields.size() == MAX_FIELDS) {
        break;
      }
      fields.merge(name, value, (first, next) -> first + ", " + next);
    }
    return new HeaderExcerpt(fields);
  }

  /**
   * Returns the headers of each delivered request that follow from its body, its event and its
   * time.
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

  private static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("\uFFFD");
  }

  private static String safe(String name, String value) {
    if (CREDENTIAL.matcher(name).find()) {
      return HIDDEN;
    }
    String shown = value;
    if (name.contains("signature")) {
      shown = SIGNATURE.matcher(value).replaceAll("$1" + CUT);
    } else if (WITH_URL.contains(name) || URL.matcher(value).find()) {
      shown = withoutQuery(USER_INFO.matcher(value).replaceAll(HIDDEN + "@"));
    }
    return cut(HMAC.matcher(shown).replaceAll("$1$2" + CUT), MAX_VALUE);
  }

  private static String withoutQuery(String url) {
    Matcher query = QUERY.matcher(url);
    return query.find() ? url.substring(0, query.end()) + HIDDEN : url;
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + CUT;
  }
}
