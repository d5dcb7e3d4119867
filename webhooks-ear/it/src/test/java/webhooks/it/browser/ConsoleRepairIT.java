package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.selection.InBrowser;

/** A person sends deliveries again: one, the selected, or all that match. */
@InBrowser
class ConsoleRepairIT extends ConsoleTest {
  private String failSome(int count) {
    inbox.respondWith(503);
    String webhook = register(inbox.url());
    environment
        .producer()
        .publish(IntStream.range(0, count).mapToObj(i -> Event.ofAccount(account)).toList());
    awaitCount(webhook, "exhausted", count);
    inbox.respondWith(200);
    return webhook;
  }

  private void awaitCount(String webhook, String status, int count) {
    await(count + " " + status)
        .until(() -> deliveries(webhook, status).getJsonArray("deliveries").size() == count);
  }

  private void clickBox(int row, boolean withShift) {
    browser.evaluate(
        """
        document.querySelectorAll('tbody input[type=checkbox]')[%d]
          .dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, shiftKey: %s}))\
        """
            .formatted(row, withShift));
  }

  @Test
  void sendsTheSelectedAgain() {
    String webhook = failSome(5);
    logIn(administrator);
    go("webhooks/" + webhook + "/deliveries");
    browser.awaitElement("tbody tr");

    clickBox(1, false);
    browser.awaitText("Selected: 1 delivery");
    clickBox(3, true);
    browser.awaitText("Selected: 3 deliveries");
    browser.assertAccessible();
    browser.press("Redeliver the selected");
    browser.awaitText("To be sent again now: 3 deliveries.");
    browser.assertAccessible();
    browser.click("dialog footer .primary");

    awaitAnnounced("Pending again: 3 deliveries.");
    browser.click("dialog footer .primary");
    awaitCount(webhook, "succeeded", 3);
    assertThat(deliveries(webhook, "exhausted").getJsonArray("deliveries")).hasSize(2);
  }

  /** From the list of all webhooks, each webhook gets a recovery, and confirmed ones on request. */
  @Test
  void sendsTheSelectedOfSeveralWebhooksByKeyboard() {
    String other = register(environment.receiver().inbox().url());
    String webhook = failSome(2);
    awaitCount(other, "succeeded", 2);
    logIn(administrator);
    go("deliveries");
    await("rows").until(() -> browser.count("tbody tr") == 4);

    browser.evaluate("document.querySelector('tbody input').focus()");
    browser.key(" ");
    browser.awaitText("Selected: 1 delivery");
    browser.press("Select all shown");
    browser.awaitText("Selected: 4 deliveries");
    browser.press("Redeliver the selected");
    browser.awaitText("To be sent again now: 2 deliveries.");
    browser.click("dialog input[type=checkbox]");
    browser.click("dialog footer .primary");

    awaitAnnounced("Pending again: 4 deliveries.");
    browser.assertAccessible();
    browser.key(Browser.ESCAPE);
    awaitCount(webhook, "succeeded", 2);
  }

  @Test
  void attemptsAPendingDeliveryNow() {
    inbox.respondWith(503).respondWithHeader("Retry-After", "3600");
    String webhook = register(inbox.url());
    environment.producer().publish(Event.ofAccount(account));
    await("the pause")
        .until(
            () -> deliveries(webhook, "pending").getJsonArray("deliveries"),
            list -> !list.isEmpty() && list.getJsonObject(0).getInt("attemptCount") == 1);
    logIn(administrator);
    go("webhooks/" + webhook + "/deliveries/" + awaitDelivery(webhook, "pending"));

    browser.press("Attempt now");

    awaitAnnounced("The next attempt is due now.");
    browser.assertAccessible();
  }

  @Test
  void recoversByMessageIdsAndAnswer() {
    String webhook = failSome(3);
    String messageId =
        deliveries(webhook, "exhausted")
            .getJsonArray("deliveries")
            .getJsonObject(1)
            .getString("messageId");
    logIn(administrator);
    go("webhooks/" + webhook + "/deliveries?statusCode=5xx");
    browser.press("Recover deliveries");
    browser.awaitText("To be sent again: 3 deliveries.");
    browser.choose("dialog select[aria-label='Last answer']", "No connection");
    browser.awaitText("Nothing to be sent again was found in this period.");
    browser.choose("dialog select[aria-label='Last answer']", "HTTP 5xx");

    browser.press("By message ids");
    browser.type("#message-ids", "x");
    browser.awaitText("This is no message id: x");
    browser.assertAccessible();
    browser.evaluate(
        """
        (area => {
          area.value = '%s';
          area.dispatchEvent(new Event('input', {bubbles: true}));
        })(document.querySelector('#message-ids'))\
        """
            .formatted(messageId));
    browser.awaitText("To be sent again: 1 delivery.");
    browser.press("Recover");
    awaitAnnounced("Pending again: 1 delivery.");
    awaitCount(webhook, "succeeded", 1);
  }

  /** The nodes recover in the background, so the page may be left, and shows it again. */
  @Test
  void progressOfARecoveryIsSafeToLeave() {
    String webhook = register(inbox.url());
    logIn(administrator);
    browser.evaluate("window.recovered = 4000");
    intercept(
        """
        (url, {method}) => url.pathname.endsWith('/recover') && method === 'GET' && {body:
          window.recovered < 20000
            ? {recovered: window.recovered, running: true, remaining: {count: 20000 - window.recovered, complete: true}}
            : {recovered: 20000, running: false}}\
        """);

    go("webhooks/" + webhook + "/deliveries");
    browser.awaitText("4,000 of 20,000 deliveries are pending again.");
    browser.assertAccessible();
    go("event-types");
    browser.awaitText("What a receiver gets");
    browser.evaluate("window.recovered = 12000");
    go("webhooks/" + webhook + "/deliveries");
    browser.awaitText("12,000 of 20,000 deliveries are pending again.");
    assertThat(browser.evaluate("document.querySelector('progress').position").toString())
        .isEqualTo("0.6");

    browser.evaluate("window.recovered = 20000");
    browser.awaitText("The recovery is complete. Pending again: 20,000 deliveries.");
  }

  /** A search is bounded, so it can end before its period: the page says where, and continues. */
  @Test
  void searchSaysHowFarItCame() {
    register(inbox.url());
    logIn(administrator);
    intercept(
        """
        url => {
          if (!url.pathname.endsWith('/deliveries') || url.searchParams.get('$top') === '1') return undefined;
          const ended = url.searchParams.has('until');
          return {body: {deliveries: [], _links: {next: null}, searched: ended ? {rows: 5, complete: true}
            : {rows: 100000, complete: false, since: '2026-10-02T13:00:00.000Z'}}};
        }\
        """);

    go("deliveries?text=pump");
    browser.awaitText("Examined: 100,000 deliveries, back to");
    browser.assertAccessible();
    browser.click(".searched button");

    browser.awaitText("Examined: 5 deliveries, all there are.");
  }
}
