package webhooks.it.harness.server;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A start of a stopped product with settings that it refuses. */
public final class RefusedStart {
  /** Stands for the status of a request that found no connection. */
  public static final int NO_CONNECTION = 0;

  /** Log lines of a server that runs without the application. */
  private static final Pattern GIVEN_UP =
      Pattern.compile(
          "Exception while loading the app\\|#]|WFLYSRV0026|Setting [a-z.-]+ must .*\\|#]");

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private RefusedStart() {}

  static boolean isIn(String log) {
    return GIVEN_UP.matcher(log).find();
  }

  /**
   * Starts the product. Returns when the process has ended, or runs without the application.
   *
   * @return the statuses of all requests that were sent meanwhile
   */
  public static Set<Integer> statuses(Product product) {
    int logged = product.log().length();
    product.startWithoutWaiting();
    Set<Integer> statuses = new TreeSet<>();
    await(product.name() + " to give up")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              statuses.add(statusOfCall(product));
              return product.hasGivenUp(logged);
            });
    statuses.add(statusOfCall(product));
    return statuses;
  }

  private static int statusOfCall(Product product) {
    try {
      return product.api().post("/events").json("[]").statusOfServer();
    } catch (UncheckedIOException e) {
      return NO_CONNECTION;
    }
  }
}
