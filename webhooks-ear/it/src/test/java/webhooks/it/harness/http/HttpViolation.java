package webhooks.it.harness.http;

import java.util.Set;

/**
 * How a request may break HTTP so that the server itself answers, or closes the connection, before
 * it chooses an application, whose error pages would give the answer the contract's shape. No
 * setting of Grizzly or Undertow changes these answers; all they have is a status and no body.
 */
public enum HttpViolation {
  /**
   * A percent sign without two hexadecimal digits in the path. Payara's connector fails on it while
   * it looks for the application, and leaves the status that it began with; so it does on some of
   * the next two.
   */
  ESCAPE(200, 400),

  /**
   * Characters in the target that should have been escaped, a percent sign in the query without
   * digits: Undertow minds, and where it would not, RESTEasy fails on them.
   */
  CHARACTER(400),

  /** A path that is no text or leaves the root: bytes that are no UTF-8, NUL, a backslash, dots. */
  PATH(200, 400),

  /** No request line: a space too many, a version that there isn't, a target that is no path. */
  LINE(200, 400, 404, 405, 501, 505),

  /** Methods that are not for an application: TRACE, which would echo secrets, and CONNECT. */
  METHOD(400, 405, 501),

  /** A head larger than the server's buffer, or with more headers than it takes. */
  SIZE(400, 413, 414, 431),

  /** A header that is none: characters that may not be in it, no host. */
  HEADER(400),

  /** An expectation that no server knows. */
  EXPECTATION(400, 417),

  /** A length that is none or that another header contradicts, chunks that are none. */
  LENGTH(400, 411, 413, 501),

  /**
   * A wish for another protocol, without the header that makes it one. Grizzly takes what follows
   * for that protocol: a body without a length has no end until the client closes its side, and
   * errors have no type.
   */
  UPGRADE(400),

  /** The body ends before its length is reached: the client closed the connection. */
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
