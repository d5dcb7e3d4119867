package webhooks.bench.scenario.console;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.it.harness.Progress;

/**
 * Measures the time from the load of a page in Chromium to its first row, or to the figures of a
 * webhook, in a session of the portal, which needs no identity provider.
 */
final class FirstRows {
  /** The beginning of the names of the longest times. */
  static final String MAX = "first-row-max-ms-";

  private static final int WARM_UP = 1;
  private static final int TIMES = 5;

  /** Looks at each frame that the browser draws. */
  private static final String NOTE =
      """
      (() => {
        const look = () => {
          if (document.querySelector('main table.list tbody tr, main dl.figures dd')) {
            window.firstRow = performance.now();
          } else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      })()
      """;

  /** The bytes of the document, the scripts and the answers of the API, as they were sent. */
  private static final String BYTES =
      "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
          + ".reduce((sum, each) => sum + each.transferSize, 0)";

  private FirstRows() {}

  /**
   * Returns the figures by name; none on a machine without the browser.
   *
   * @param owner the application that opens the session
   */
  static Map<String, Double> measure(Installation installation, Owner owner, Samples samples) {
    if (!Chromium.isInstalled()) {
      Progress.say("first rows are left out: chromedriver is not installed");
      return Map.of();
    }
    String server = "http://127.0.0.1:" + installation.environment().product().port();
    Map<String, Double> figures = new LinkedHashMap<>();
    try (Chromium browser = new Chromium()) {
      browser.onEveryPage(NOTE);
      browser.open(server + session(installation, owner));
      figures.put("first-visit-ms", browser.await("window.firstRow"));
      figures.put("first-visit-bytes", browser.await(BYTES));
      String console = server + "/console/portal#/";
      measure(browser, figures, "webhooks", console + "webhooks");
      measure(browser, figures, "deliveries", console + "deliveries");
      measure(browser, figures, "webhook", console + "webhooks/" + samples.webhook());
    }
    return figures;
  }

  private static String session(Installation installation, Owner owner) {
    String token =
        installation.environment().tokens().draft(owner.client(), owner.account()).rs256();
    String created =
        installation
            .rest()
            .send(
                201, "POST", "/portal-sessions", token, "{\"user\":\"anna\",\"expires\":\"PT1H\"}")
            .join();
    try (JsonReader reader = Json.createReader(new StringReader(created))) {
      JsonObject session = reader.readObject();
      return session.getString("url");
    }
  }

  /**
   * Loads the page several times. What the browser keeps, such as the scripts, is not read again.
   */
  private static void measure(
      Chromium browser, Map<String, Double> figures, String name, String address) {
    double longest = 0;
    double sum = 0;
    for (int i = 0; i < WARM_UP + TIMES; i++) {
      // An address that differs in the fragment alone would not load the page again.
      browser.open("about:blank");
      browser.open(address);
      double millis = browser.await("window.firstRow");
      if (i >= WARM_UP) {
        longest = Math.max(longest, millis);
        sum += millis;
      }
    }
    figures.put("first-row-ms-" + name, sum / TIMES);
    figures.put(MAX + name, longest);
    figures.put("first-row-bytes-" + name, browser.await(BYTES));
    Progress.say("%s: first row after %.0f ms, at most %.0f ms", name, sum / TIMES, longest);
  }
}
