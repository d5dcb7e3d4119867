package webhooks.bench.scenario.console;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.it.harness.Progress;
import webhooks.it.harness.token.Tokens;

/**
 * Measures the time from the load of each page in Chromium to its first row: first a visit by a
 * session of the portal with an empty cache, then all pages of the console.
 */
final class FirstRows {
  /** The beginning of the names of the longest times. */
  static final String MAX = "first-row-max-ms-";

  private static final int WARM_UP = 1;
  private static final int TIMES = 5;

  /** The bytes of the document, the scripts and the answers of the API, as they were sent. */
  private static final String BYTES =
      "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
          + ".reduce((sum, each) => sum + each.transferSize, 0)";

  private final Chromium browser;
  private final String server;
  private final Map<String, Double> figures = new LinkedHashMap<>();

  private FirstRows(Chromium browser, String server) {
    this.browser = browser;
    this.server = server;
  }

  /**
   * Returns the figures by name; none on a machine without the browser.
   *
   * @param owner the application whose account is shown
   */
  static Map<String, Double> measure(Installation installation, Owner owner, Samples samples) {
    if (!Chromium.isInstalled()) {
      Progress.say("first rows are left out: chromedriver is not installed");
      return Map.of();
    }
    List<ShownPage> pages = ShownPage.all(samples);
    Tokens tokens = installation.environment().tokens();
    String server = "http://127.0.0.1:" + installation.environment().product().port();
    try (Chromium browser = new Chromium()) {
      browser.onEveryPage(ConsoleLogin.script(tokens, owner.account()));
      browser.onEveryPage(ShownPage.note(pages));
      FirstRows rows = new FirstRows(browser, server);
      rows.visit(session(installation, owner));
      pages.forEach(rows::measure);
      return rows.figures;
    }
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

  private void visit(String session) {
    browser.open(server + session);
    figures.put("first-visit-ms", firstRow("the first visit"));
    figures.put("first-visit-bytes", browser.await(BYTES));
  }

  /**
   * Loads the page several times. What the browser keeps, such as the scripts, is not read again.
   */
  private void measure(ShownPage page) {
    double longest = 0;
    double sum = 0;
    for (int i = 0; i < WARM_UP + TIMES; i++) {
      // An address that differs in the fragment alone would not load the page again.
      browser.open("about:blank");
      browser.open(ConsoleLogin.address(server, page.place()));
      double millis = firstRow(page.name());
      if (i >= WARM_UP) {
        longest = Math.max(longest, millis);
        sum += millis;
      }
    }
    figures.put("first-row-ms-" + page.name(), sum / TIMES);
    figures.put(MAX + page.name(), longest);
    figures.put("first-row-bytes-" + page.name(), browser.await(BYTES));
    Progress.say("%s: first row after %.0f ms, at most %.0f ms", page.name(), sum / TIMES, longest);
  }

  private double firstRow(String name) {
    try {
      return browser.await("window.firstRow");
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "No first row of " + name + ". The page shows " + browser.text(), e);
    }
  }
}
