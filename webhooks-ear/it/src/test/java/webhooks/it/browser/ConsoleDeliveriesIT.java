package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.InBrowser;

/** A person finds deliveries, follows an event to all webhooks, and compares and copies. */
@InBrowser
class ConsoleDeliveriesIT extends ConsoleTest {
  private static final String SEARCH = "main input[type=search]";

  private final Inbox failing = environment.receiver().inbox();

  /** Delivers an event to one webhook and fails to deliver it to another, whose id it returns. */
  private String publishToTwo(String content) {
    failing.respondWith(503).respondWithBody("{\"a\":1,\"b\":2}".getBytes(StandardCharsets.UTF_8));
    String good = register(inbox.url());
    String bad = register(failing.url());
    environment.producer().publish(Event.ofAccount(account).holding(content));
    awaitDelivery(good, "succeeded");
    awaitDelivery(bad, "exhausted");
    return bad;
  }

  private JsonObject newestOf(String webhook) {
    return get("/webhooks/" + webhook + "/deliveries", 200)
        .getJsonArray("deliveries")
        .getJsonObject(0);
  }

  private void awaitRows(int count) {
    await(count + " rows").until(() -> browser.count("tbody tr") == count);
  }

  private void search(String text) {
    browser.evaluate("document.querySelector('%s').value = ''".formatted(SEARCH));
    browser.type(SEARCH, text + Browser.ENTER);
  }

  @Test
  void findsDeliveriesOfAllWebhooksByWhatIsTyped() {
    String bad = publishToTwo("{\"name\":\"a rare pump\"}");
    JsonObject delivery = newestOf(bad);
    environment.producer().publish(Event.ofAccount(account));
    await("another event")
        .until(() -> !newestOf(bad).getString("id").equals(delivery.getString("id")));
    logIn(administrator);

    browser.press("All deliveries");
    awaitRows(4);
    assertThat(browser.awaitText(failing.url().getPath())).contains(inbox.url().getPath());
    browser.assertAccessible();
    search(delivery.getString("messageId"));
    awaitRows(2);
    search(delivery.getString("traceId"));
    awaitRows(2);
    browser.press("Clear the filters");
    awaitRows(4);
    search("rare pump");
    awaitRows(2);
    browser.awaitText("Examined: ");
    Appearances.check(browser);
    browser.press("Clear the filters");
    awaitRows(4);
    search("ab");
    browser.awaitText("A text needs at least 3 characters.");
    browser.assertAccessible();

    search("5xx");
    await("failed ones only")
        .until(() -> browser.address().getFragment().endsWith("statusCode=5xx"));
    await("no other").until(() -> browser.count(".badge.succeeded") == 0);
    browser.press("Last hour");
    await("the period").until(() -> browser.address().getFragment().contains("since="));
    browser.awaitElement("tbody tr");
    browser.choose("select[aria-label='Last answer']", "No answer in time");
    browser.awaitText("No delivery matches these filters.");
  }

  @Test
  void newDeliveriesOfAllWebhooksAppearByThemselves() {
    publishToTwo("{}");
    logIn(administrator);
    go("deliveries");
    awaitRows(2);

    browser.press("Live");
    environment.producer().publish(Event.ofAccount(account));

    awaitRows(4);
    browser.assertAccessible();
  }

  @Test
  void anEventHasAPageThatSaysWhereItWent() {
    String bad = publishToTwo("{}");
    String inactive = register(environment.receiver().inbox().url());
    setActive(inactive, false);
    environment.producer().publish(Event.ofAccount(account));
    await("the second event")
        .until(() -> deliveries(bad, "exhausted").getJsonArray("deliveries").size() == 2);
    logIn(administrator);
    go("webhooks/" + bad + "/deliveries");

    browser.click("tbody tr td:nth-child(4) a");

    String shown = browser.awaitText("The webhook was inactive.");
    assertThat(shown)
        .contains(
            "Where it went",
            inbox.url().getPath(),
            failing.url().getPath(),
            "Deactivated by its owner");
    Appearances.check(browser);
    browser.click("tbody td:last-child a");
    browser.awaitText("Request body");
  }

  @Test
  void comparesTwoAttemptsAndCopiesTheDelivery() {
    String bad = publishToTwo("{\"name\":\"it's\"}");
    logIn(administrator);
    go("webhooks/" + bad + "/deliveries/" + newestOf(bad).getString("id"));

    browser.press("Compare two attempts");
    browser.awaitText("The excerpts are equal.");
    Appearances.check(browser);

    copiedBy(".tools button", "'{\"content\":'");
    browser.press("Copy as curl");
    assertThat(browser.awaitText("Secrets are masked by ***"))
        .contains("webhook-signature", "curl -i --globoff -X POST");
    Appearances.check(browser);
    copiedBy("dialog .toolbar button", "'--data-raw'");
  }

  /** Checks that a button gives a text to the clipboard, which tests may not read. */
  private void copiedBy(String button, String part) {
    browser.evaluate("navigator.clipboard.writeText = async text => { window.copied = text; }");
    browser.click(button);
    await("the copy")
        .until(
            () -> browser.evaluate("window.copied?.includes(" + part + ")").toString(),
            "true"::equals);
    browser.evaluate("window.copied = undefined");
  }

  /** The keys lead through the list that the delivery was opened from; Back leads to its row. */
  @Test
  void keysLeadThroughTheListAndBackToTheRow() {
    String bad = publishToTwo("{}");
    environment.producer().publish(Event.ofAccount(account));
    environment.producer().publish(Event.ofAccount(account));
    await("three").until(() -> deliveries(bad, "exhausted").getJsonArray("deliveries").size() == 3);
    logIn(administrator);
    go("webhooks/" + bad + "/deliveries?status=exhausted");
    awaitRows(3);

    browser.click("tbody td a");
    browser.awaitText("1 of 3 loaded.");
    browser.key("j");
    browser.awaitText("2 of 3 loaded.");
    browser.assertAccessible();
    browser.key("j");
    browser.awaitText("3 of 3 loaded.");
    browser.key("j");
    browser.awaitText("There is no older delivery.");
    browser.key("k");
    browser.awaitText("2 of 3 loaded.");

    browser.back();
    awaitRows(3);
    await("the focus on the row")
        .until(
            () ->
                browser
                    .evaluate(
                        "document.activeElement.closest('tr') ==="
                            + " document.querySelector('tbody tr:nth-child(2)')")
                    .toString(),
            "true"::equals);
  }

  /** A delivery that is opened by its address finds its neighbours by the API. */
  @Test
  void neighboursAreFoundWithoutAList() {
    String bad = publishToTwo("{}");
    String first = newestOf(bad).getString("id");
    environment.producer().publish(Event.ofAccount(account));
    await("two").until(() -> deliveries(bad, "exhausted").getJsonArray("deliveries").size() == 2);
    String second = newestOf(bad).getString("id");
    logIn(administrator);
    go("webhooks/" + bad + "/deliveries/" + first);
    browser.awaitText("Request body");

    browser.key("k");
    await("the newer").until(() -> browser.address().getFragment().endsWith(second));
    browser.awaitText(second);
    browser.key("k");
    browser.awaitText("There is no newer delivery.");
    browser.key("j");
    await("the older").until(() -> browser.address().getFragment().endsWith(first));
  }
}
