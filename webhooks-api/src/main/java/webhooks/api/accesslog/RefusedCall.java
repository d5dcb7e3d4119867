package webhooks.api.accesslog;

import java.util.Optional;
import webhooks.domain.access.Actor;

/**
 * A refused call, as the log describes it: without its token and its query.
 *
 * @param status the HTTP status of the answer
 * @param reason the error code of the answer
 * @param check the name of the check of the token that failed; empty if none did
 * @param caller the client, the account and the user of a valid token; empty if there is none
 * @param method the method of the request
 * @param path the path of the request, without its query
 * @param address the address of the caller, or of the proxy in front
 */
public record RefusedCall(
    int status,
    String reason,
    Optional<String> check,
    Optional<Actor> caller,
    String method,
    String path,
    String address) {
  private static final int MAX_LENGTH = 200;

  /**
   * Returns the line of the log. Characters that could imitate another line or another field are
   * replaced.
   */
  String line() {
    return "refused status=%d reason=%s%s %s method=%s path=%s address=%s"
        .formatted(
            status,
            plain(reason),
            check.map(name -> " check=" + plain(name)).orElse(""),
            caller.map(RefusedCall::fields).orElse("client=-"),
            plain(method),
            plain(path),
            plain(address));
  }

  /** Returns the client, the account and the user of a caller as fields of a line. */
  static String fields(Actor caller) {
    return "client=%s account=%s user=%s"
        .formatted(
            plain(caller.clientId()),
            plain(caller.accountId().orElse("")),
            plain(caller.user().orElse("")));
  }

  private static String plain(String text) {
    if (text == null || text.isEmpty()) {
      return "-";
    }
    String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
    return shown.replaceAll("[^\\x21-\\x7e]|[\"=]", "?");
  }
}
