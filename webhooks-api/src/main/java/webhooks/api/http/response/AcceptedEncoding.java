package webhooks.api.http.response;

import java.util.regex.Pattern;

/** Reads the header {@code Accept-Encoding}. */
public final class AcceptedEncoding {
  /** Matches a header that lists gzip without a weight, or with a weight that is not zero. */
  private static final Pattern GZIP =
      Pattern.compile("(?i)(?:^|,)\\s*gzip\\s*(?:;\\s*q=(?:1|0\\.\\d*[1-9])[^,]*)?(?:,|$)");

  private AcceptedEncoding() {}

  /**
   * Returns whether a header lists gzip as acceptable. A header that accepts it only by {@code *}
   * does not count.
   */
  public static boolean isGzip(String header) {
    return header != null && GZIP.matcher(header).find();
  }
}
