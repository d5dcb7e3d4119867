package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.InBrowser;

/** Tasks of a person who sees the console for the first time, with the clicks that each takes. */
@InBrowser
class ConsoleTasksIT extends ConsoleTest {
  private static final int MAX_CLICKS = 5;

  /** Prints the number of clicks since the first screen, and fails if there were too many. */
  private void done(String task) {
    int clicks = browser.clicks();
    System.out.printf("console task: %s: %d clicks%n", task, clicks);
    assertThat(clicks).as(task).isLessThanOrEqualTo(MAX_CLICKS);
  }

  private void begin() {
    logIn(administrator);
    browser.awaitElement("tbody tr");
    browser.clicks();
  }

  private void fail(Inbox receiver, String webhook) {
    receiver.respondWith(503);
    environment.producer().publish(Event.ofAccount(account));
    awaitDelivery(webhook, "exhausted");
  }

  @Test
  void findsWhyAnEventDidNotArrive() {
    fail(inbox, register(inbox.url()));
    begin();

    browser.click("tbody a.target");
    browser.press("Deliveries");
    browser.click("tbody td a");
    browser.awaitText("Its own log should say why");

    done("find why an event did not arrive");
  }

  @Test
  void recoversAPeriod() {
    String webhook = register(inbox.url());
    fail(inbox, webhook);
    inbox.respondWith(200);
    begin();

    browser.click("tbody a.target");
    browser.press("Recover deliveries");
    browser.fillTime("dialog input[type=datetime-local]", LocalDateTime.now().minusHours(2));
    browser.fillTime("dialog label + label input", LocalDateTime.now().plusMinutes(1));
    browser.awaitText("To be sent again: 1 delivery.");
    browser.press("Recover");
    browser.awaitText("Pending again: 1 delivery.");

    done("recover yesterday afternoon");
    awaitDelivery(webhook, "succeeded");
  }

  @Test
  void rotatesASecret() {
    register(inbox.url());
    begin();

    browser.click("tbody a.target");
    browser.press("Rotate the secret");
    browser.click("dialog footer .primary");
    rememberSecret();
    browser.click("dialog .secret button");
    browser.press("I have kept it");

    done("rotate a secret");
  }

  @Test
  void seesWhoDeactivatedAWebhook() {
    String webhook = register(inbox.url());
    environment
        .api()
        .patch("/webhooks/" + webhook)
        .as(token)
        .json("{\"active\":false}")
        .send()
        .is(200);
    begin();

    browser.click("tbody a.target");
    browser.awaitText("Deactivated at ");
    assertThat(browser.text()).contains(clientId());
    browser.assertAccessible();

    done("see who deactivated a webhook");
    browser.press("History");
    assertThat(browser.awaitText("Activated")).contains("Created", "Deactivated", clientId());
    browser.assertAccessible();
  }

  @Test
  void findsTheFailingReceiver() {
    Inbox broken = environment.receiver().inbox();
    String webhook = register(broken.url());
    String sound = register(inbox.url());
    broken.respondWith(503);
    environment.producer().publish(Event.ofAccount(account));
    awaitDelivery(webhook, "exhausted");
    awaitDelivery(sound, "succeeded");
    begin();
    assertThat(firstPath()).isEqualTo(inbox.url().getPath());

    browser.choose("select[aria-label=Order]", "Failing first");
    await("the broken one first").until(() -> firstPath().equals(broken.url().getPath()));

    done("find the failing receiver");
    browser.back();
    await("the order before").until(() -> firstPath().equals(inbox.url().getPath()));
  }

  private String firstPath() {
    return browser
        .evaluate("document.querySelector('tbody .path').innerText")
        .toString()
        .replace("\"", "");
  }

  @Test
  void recoversOneEventTypeOnly() {
    String webhook = register(inbox.url());
    fail(inbox, webhook);
    inbox.respondWith(200);
    logIn(administrator);
    browser.open(
        console + "#/webhooks/" + webhook + "/deliveries?status=exhausted&eventType=other.v1");
    browser.awaitText("No delivery matches these filters.");

    browser.press("Recover deliveries");
    browser.awaitText("Nothing to be sent again was found in this period.");
    browser.choose("dialog select", Event.CREATED);
    browser.awaitText("To be sent again: 1 delivery.");
    browser.assertAccessible();
    browser.press("Recover");
    browser.awaitText("Pending again: 1 delivery.");
    awaitDelivery(webhook, "succeeded");
  }

  /** More deliveries come than a page has, in one burst. */
  @Test
  void liveListShowsEachNewDeliveryOnce() {
    String webhook = register(inbox.url());
    environment.producer().publish(Event.ofAccount(account));
    awaitDelivery(webhook, "succeeded");
    logIn(administrator);
    browser.open(console + "#/webhooks/" + webhook + "/deliveries");
    browser.awaitElement("tbody tr");
    browser.press("Live");

    environment
        .producer()
        .publish(IntStream.range(0, 130).mapToObj(i -> Event.ofAccount(account)).toList());

    await("all rows").atMost(Duration.ofSeconds(30)).until(() -> browser.count("tbody tr") == 131);
    assertThat(
            browser
                .evaluate(
                    "new Set([...document.querySelectorAll('tbody td:first-child a')]"
                        + ".map(a => a.href)).size")
                .toString())
        .isEqualTo("131");
    browser.assertAccessible();
  }

  @Test
  void backLeadsToTheFiltersBefore() {
    String webhook = register(inbox.url());
    logIn(administrator);
    browser.open(console + "#/webhooks/" + webhook + "/deliveries");
    browser.choose("select[aria-label=Status]", "Exhausted");
    await("the filter").until(() -> hash().endsWith("status=exhausted"));

    browser.back();

    await("no filter").until(() -> hash().endsWith("/deliveries"));
    assertThat(browser.evaluate("document.querySelector('select').value").toString())
        .isEqualTo("\"\"");
  }

  private String hash() {
    return browser.address().getFragment();
  }

  /** The figures of docs/console.md. */
  @Test
  void firstViewIsSmallAndQuick() {
    register(inbox.url());
    browser.open(console);
    browser.awaitText("Log in");
    // The text can be in the page before the browser has painted it.
    String paints = "performance.getEntriesByName('first-contentful-paint').length";
    await("the first view").until(() -> browser.evaluate(paints).toString().equals("1"));
    JsonObject figures =
        browser
            .evaluate(
                "(() => { const all = [...performance.getEntriesByType('navigation'),"
                    + " ...performance.getEntriesByType('resource')]"
                    + ".filter(each => each.name.startsWith(location.origin));"
                    + " return {requests: all.length,"
                    + " bytes: all.reduce((sum, each) => sum + each.encodedBodySize, 0),"
                    + " raw: all.reduce((sum, each) => sum + each.decodedBodySize, 0),"
                    + " view: Math.round(performance.getEntriesByName('first-contentful-paint')[0]"
                    + ".startTime)}; })()")
            .asJsonObject();
    System.out.println("console page: " + figures);

    assertThat(figures.getInt("bytes")).isLessThan(80_000);
    assertThat(figures.getInt("requests")).isLessThan(40);
  }
}
