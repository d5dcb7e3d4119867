package webhooks.bench.scenario.console;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of the console as a browser shows it.
 *
 * @param name its name in figures
 * @param place its place in the console, which follows {@code #/} in the address
 * @param row the selector of what is its first row
 */
record ShownPage(String name, String place, String row) {
  /** A row of a list, or a value of those that the page is about. */
  private static final String ROW =
      "main table.list tbody tr, main dl.figures dd, main dl.facts dd";

  private static final String CARD = "main section.card";

  /** Returns all pages of the console for people of an account and for operators. */
  static List<ShownPage> all(Samples samples) {
    return Stream.of(ofWebhooks(samples), ofEvents(samples), ofOperators(samples))
        .flatMap(List::stream)
        .toList();
  }

  private static List<ShownPage> ofWebhooks(Samples samples) {
    String webhook = "webhooks/" + samples.webhook();
    return List.of(
        list("webhooks", "webhooks"),
        list("webhooks-host", "webhooks?search=customer3.example.com"),
        list("webhooks-failing", "webhooks?state=failing"),
        list("webhooks-by-backlog", "webhooks?order=backlog"),
        list("webhook", webhook),
        new ShownPage("options", webhook + "/options", CARD),
        new ShownPage("receiver", webhook + "/receiver", "main section.card pre"),
        list("acts", webhook + "/acts"),
        list("webhook-deliveries", webhook + "/deliveries"),
        list("delivery", webhook + "/deliveries/" + samples.delivery()),
        new ShownPage("create", "create", "main form.card"));
  }

  private static List<ShownPage> ofEvents(Samples samples) {
    return List.of(
        list("deliveries", "deliveries"),
        list("deliveries-text", "deliveries?text=" + samples.text()),
        list("deliveries-503", "deliveries?statusCode=503"),
        list("event", "events/" + samples.messageId()),
        new ShownPage("event-types", "event-types", "main nav.picker li"),
        new ShownPage("alerts", "alerts", CARD));
  }

  private static List<ShownPage> ofOperators(Samples samples) {
    String webhook = "operator/webhooks/" + samples.webhook();
    return List.of(
        list("operator-nodes", "operator/node"),
        list("operator-accounts", "operator/accounts"),
        list("operator-webhooks", "operator/webhooks"),
        list("operator-webhook", webhook),
        list("operator-deliveries", webhook + "/deliveries"),
        list("operator-delivery", webhook + "/deliveries/" + samples.delivery()),
        list("operator-blocks", "operator/blocks"),
        new ShownPage("operator-rejected", "operator/rejected", CARD),
        list("operator-audit", "operator/audit"),
        list("operator-settings", "operator/settings"));
  }

  private static ShownPage list(String name, String place) {
    return new ShownPage(name, place, ROW);
  }

  /**
   * Returns a script that notes in {@code window.firstRow} when the page shows its first row, in
   * milliseconds from the start of its load. It looks at each frame that the browser draws.
   */
  static String note(List<ShownPage> pages) {
    Function<ShownPage, String> entry = page -> "'#/%s': '%s'".formatted(page.place(), page.row());
    return """
        (() => {
          const rows = {%s};
          const row = rows[location.hash] ?? '%s';
          const look = () => {
            if (document.querySelector(row)) {
              window.firstRow = performance.now();
            } else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        })()
        """
        .formatted(pages.stream().map(entry).collect(Collectors.joining(", ")), ROW);
  }
}
