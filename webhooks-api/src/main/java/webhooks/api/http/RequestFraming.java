package webhooks.api.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Collections;
import java.util.List;

/**
 * Checks the headers that say where a request ends and to which host it goes.
 *
 * <p>A proxy and a server that read these headers differently see different requests on one
 * connection: a caller could add a request to the connection of another caller. Servers accept some
 * ambiguous combinations, so the product refuses these itself (RFC 9112, 6.1 and 3.2).
 */
final class RequestFraming {
  private static final String TRANSFER_ENCODING = "Transfer-Encoding";
  private static final int MAX_DIGITS = 18;

  private RequestFraming() {}

  /**
   * Returns whether the body comes in chunks. Readers can disagree on the end of such a body even
   * if its headers are clear: servers tolerate bytes after a chunk, and Payara drops a {@code
   * Content-Length} that stands before {@code Transfer-Encoding}.
   */
  static boolean hasChunks(HttpServletRequest request) {
    return request.getHeader(TRANSFER_ENCODING) != null;
  }

  /** Returns whether all readers of the headers must agree on the request's end and host. */
  static boolean isClear(HttpServletRequest request) {
    List<String> codings = values(request, TRANSFER_ENCODING);
    List<String> hosts = values(request, HttpHeaders.HOST);
    List<String> lengths = values(request, HttpHeaders.CONTENT_LENGTH);
    return (hosts.isEmpty() || hosts.size() == 1 && !hosts.get(0).isBlank())
        && (lengths.isEmpty() || lengths.size() == 1 && isNumber(lengths.get(0)))
        && (codings.isEmpty() || isChunked(request, codings));
  }

  /** Returns whether chunked is the only coding, without a length, and the version knows chunks. */
  private static boolean isChunked(HttpServletRequest request, List<String> codings) {
    return codings.size() == 1
        && codings.get(0).strip().equalsIgnoreCase("chunked")
        && values(request, HttpHeaders.CONTENT_LENGTH).isEmpty()
        && !request.getProtocol().equals("HTTP/1.0");
  }

  /** Returns whether a length is a number that every server can read: it has up to 18 digits. */
  private static boolean isNumber(String length) {
    String digits = length.strip();
    return !digits.isEmpty()
        && digits.length() <= MAX_DIGITS
        && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }

  private static List<String> values(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }
}
