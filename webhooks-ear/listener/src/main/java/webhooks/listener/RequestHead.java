package webhooks.listener;

import java.util.Iterator;
import java.util.regex.Pattern;

/** The rules for the head of a request. */
final class RequestHead {
  private static final Pattern PATH = Pattern.compile("(?:[^%]|%[0-9A-Fa-f]{2})*+");

  /** A segment {@code .} or {@code ..}. Payara answers 200 if it leads out of the root. */
  private static final Pattern DOTS =
      Pattern.compile("/(?:\\.|%2e){1,2}(?:[/;]|$)", Pattern.CASE_INSENSITIVE);

  private static final Pattern HOST =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(?::[0-9]{0,5})?");

  private static final Pattern READ_ONLY = Pattern.compile("/(?:metrics|health|console)(?:/.*)?");

  private RequestHead() {}

  /**
   * Returns whether each percent sign of a path begins an escape, and no segment is {@code .} or
   * {@code ..}.
   */
  static boolean isPath(String path) {
    return PATH.matcher(path).matches() && !DOTS.matcher(path).find();
  }

  /** Returns whether a segment of a path has parameters, such as {@code ;jsessionid=1}. */
  static boolean hasParameters(String path) {
    return path.indexOf(';') >= 0;
  }

  /**
   * Returns the methods of a path as the application names them in its answer to a {@code TRACE}.
   * Some paths do not support all of them, but only the application knows which.
   */
  static String allowed(String path) {
    return READ_ONLY.matcher(path).matches() ? "GET, HEAD" : "DELETE, GET, HEAD, PATCH, POST, PUT";
  }

  /**
   * Returns the token in the header {@code Authorization}, which can have any number of spaces
   * around it.
   *
   * @param authorization null without the header
   */
  static String token(String authorization) {
    String value = authorization == null ? "" : authorization.strip();
    return value.substring(value.lastIndexOf(' ') + 1);
  }

  /**
   * Returns whether there is one valid value of the header {@code Host}, or none, as HTTP/1.0
   * allows.
   */
  static boolean areHosts(Iterable<String> values) {
    Iterator<String> hosts = values.iterator();
    return !hosts.hasNext() || HOST.matcher(hosts.next()).matches() && !hosts.hasNext();
  }
}
