package webhooks.it.harness.http;

import java.util.Set;

/**
 * Violations of HTTP that make the server answer or close the connection before it calls the
 * application. These answers have a status and no body. No setting of Grizzly or Undertow changes
 * that.
 */
public enum HttpViolation {
  /** A percent sign without two hexadecimal digits in the path. */
  ESCAPE(400),

  /**
   * Unescaped characters in the target, or a percent sign in the query without digits. Undertow or
   * RESTEasy refuses them.
   */
  CHARACTER(400),

  /** A path that is not valid text or leaves the root: invalid UTF-8, NUL, a backslash, dots. */
  PATH(400),

  /** An invalid request line: an extra space, an unknown version, a target that is no path. */
  LINE(400, 404, 405, 501, 505),

  /**
   * Methods that servers do not pass to applications: TRACE, which would echo secrets, and CONNECT.
   */
  METHOD(400, 405, 501),

  /** A head that is larger than the server's buffer or has too many headers. */
  SIZE(400, 413, 414, 431),

  /** An invalid header: forbidden characters, or no host. */
  HEADER(400),

  /** An unknown expectation. */
  EXPECTATION(400, 417),

  /** An invalid or contradictory length, or invalid chunks. */
  LENGTH(400, 411, 413, 501),

  /**
   * An upgrade to another protocol without the required header. Grizzly reads the rest as that
   * protocol: a body without a length ends only when the client closes its side, and errors have no
   * type.
   */
  UPGRADE(400),

  /** The client closes the connection before the end of the body. */
  CUT(400);

  private final Set<Integer> statuses;

  HttpViolation(Integer... statuses) {
    this.statuses = Set.of(statuses);
  }

  /** Returns whether a server may answer with this status and no body. */
  public boolean mayBeAnswered(int status) {
    return statuses.contains(status);
  }
}
