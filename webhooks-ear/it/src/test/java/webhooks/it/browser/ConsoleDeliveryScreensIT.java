package webhooks.it.browser;

import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.selection.InBrowser;

/** The list of deliveries while a person searches, watches, selects and recovers. */
@InBrowser
class ConsoleDeliveryScreensIT extends ScreensTest {
  @Test
  void searchIsAccessibleInEveryAppearance() {
    deliverSome(register(inbox.url()));
    logIn(administrator);

    showPlace("deliveries?text=pump", "No delivery matches these filters.", "search-nothing");
    String rows = get("/deliveries", 200).getJsonArray("deliveries").toString();
    intercept(
        """
        url => url.pathname.endsWith('/deliveries') && url.searchParams.has('text') && {body: {
          deliveries: %s, _links: {next: {href: '/deliveries?continuationToken=t'}},
          searched: {rows: 20000, complete: false, since: new Date(Date.now() - 7200000).toISOString()}}}\
        """
            .formatted(rows));
    showPlace("deliveries?text=imodel", "Search further back", "search-further");
  }

  @Test
  void selectionAndLiveListAreAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    deliverSome(webhook);
    logIn(administrator);
    go("webhooks/" + webhook + "/deliveries");
    browser.click("tbody tr:nth-child(1) input[type=checkbox]");
    browser.click("tbody tr:nth-child(3) input[type=checkbox]");
    showWhen("Selected: 2 deliveries", "deliveries-selected");

    go("deliveries");
    browser.press("Live");
    browser.awaitElement("button.toggle[aria-pressed=true]");
    environment.producer().publish(Event.ofAccount(account));
    await("the new delivery").until(() -> browser.count("tbody tr") == 7);
    Appearances.show(browser, "deliveries-live");
  }

  /** Real recoveries of a test are too short for a picture. */
  @Test
  void recoveryIsAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    deliverSome(webhook);
    logIn(administrator);
    intercept(
        """
        (url, {method}) => url.pathname.endsWith('/recover') && method === 'GET' && {body: window.ended
          ? {recovered: 20000, running: false}
          : {recovered: 4000, running: true, remaining: {count: 16000, complete: true}}}\
        """);

    go("webhooks/" + webhook + "/deliveries");
    browser.awaitElement("tbody tr");
    showWhen("4,000 of 20,000 deliveries are pending again.", "recovery-running");
    browser.evaluate("window.ended = true");
    showWhen("The recovery is complete.", "recovery-ended");
  }
}
