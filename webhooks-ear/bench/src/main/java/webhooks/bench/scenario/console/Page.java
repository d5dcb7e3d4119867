package webhooks.bench.scenario.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests that a page of the console sends until it shows its first row.
 *
 * @param caller whose token the requests have
 * @param stages requests that are sent together; the next stage follows when all are answered
 */
record Page(String name, Caller caller, List<List<Call>> stages) {
  /** The kinds of callers. */
  enum Caller {
    /** A person who administers the account. */
    ADMINISTRATOR,
    /** The service application that created the webhooks. */
    APPLICATION,
    /** An operator of the product. */
    OPERATOR
  }

  /**
   * A request.
   *
   * @param body JSON; null without a body
   */
  record Call(String method, String path, String body) {}

  /** Creates a page that sends requests together. */
  static Page of(String name, Caller caller, String... paths) {
    return new Page(name, caller, List.of(calls(paths)));
  }

  /** Returns the page with requests that follow when all others are answered. */
  Page then(String... paths) {
    return with(calls(paths));
  }

  /** Returns the page with a request with a body that follows when all others are answered. */
  Page thenPost(String path, String body) {
    return with(List.of(new Call("POST", path, body)));
  }

  private Page with(List<Call> stage) {
    List<List<Call>> all = new ArrayList<>(stages);
    all.add(stage);
    return new Page(name, caller, List.copyOf(all));
  }

  private static List<Call> calls(String... paths) {
    return List.of(paths).stream().map(path -> new Call("GET", path, null)).toList();
  }

  /** Returns a path with this value of a further parameter. */
  static String with(String path, String parameter, String value) {
    return path
        + (path.contains("?") ? '&' : '?')
        + parameter
        + '='
        + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
