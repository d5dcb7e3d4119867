package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonString;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.selection.InBrowser;
import webhooks.it.identity.KeycloakTokens.User;

/** Corrects, replays and discards rejected events. The API's part has tests of its own. */
@InBrowser
class ConsoleRejectedIT extends ConsoleTest {
  /** A number that JavaScript would change. */
  private static final String BODY =
      "{\"iTwinId\":\"a\",\"content\":{\"size\":12345678901234567890}}";

  @Override
  void logIn(User user) {
    super.logIn(user);
    intercept(
        """
        (url, request) => {
          const {method, body} = request;
          if (!url.pathname.includes('/admin/invalid-events')) return undefined;
          (window.asked ??= []).push(`${method} ${decodeURIComponent(url.pathname.split('invalid-events').pop())} `
            + `${url.searchParams.get('reason') ?? ''} ${body ?? ''}`);
          if (method === 'PUT') return {body: {id: 'ID:new', reason: 'x', time: '2026-10-02T14:55:00.463Z', body}};
          if (url.pathname.endsWith('/replay')) return {status: 202, body: {replayed: 1}};
          if (url.pathname.endsWith('/discard')) return {body: {discarded: 2}};
          const event = {reason: 'The account of the event is not known.', time: '2026-10-02T14:55:00.463Z'};
          return {body: {_links: {}, invalidEvents: [
            {...event, id: 'ID:1/a', body: BODY, replays: 2},
            {...event, id: 'ID:2', body: '{"eventType":', truncated: true}]}};
        }"""
            .replace("BODY", "'" + BODY + "'"));
    go("operator/rejected");
    browser.awaitText("The account of the event is not known.");
  }

  private String asked() {
    return ((JsonString) browser.evaluate("window.asked.join('\\n')")).getString();
  }

  @Test
  void correctsAndReplaysAnEventOfWhichNoOtherPartChanges() {
    logIn(administrator);
    assertThat(browser.text()).contains("Rejected again after 2 replays");
    assertThat(browser.count("button[aria-label^='Correct']"))
        .as("not the one that is cut")
        .isOne();
    browser.assertAccessible();

    browser.press("Correct");
    browser.awaitElement("dialog textarea");
    browser.assertAccessible();
    browser.evaluate(
        "(field => { field.value = field.value.replace('\"a\"', '\"b\"');"
            + " field.dispatchEvent(new Event('input', {bubbles: true})); })"
            + "(document.querySelector('dialog textarea'))");
    browser.press("Save and replay");

    awaitAnnounced("1 event is sent to intake again.");
    assertThat(asked())
        .contains("PUT /ID:1/a  " + BODY.replace("\"a\"", "\"b\""))
        .contains("POST /replay  {\"ids\":[\"ID:new\"]}");
  }

  @Test
  void refusesWhatIsNoObjectBeforeItIsSent() {
    logIn(administrator);
    browser.press("Correct");
    browser.type("dialog textarea", "]");

    browser.awaitText("This is not a JSON object.");
    assertThat(browser.count("dialog footer .primary:disabled")).isOne();
    browser.key(Browser.ESCAPE);
    await("no dialog").until(() -> browser.count("dialog") == 0);
    browser.press("Correct");
    browser.awaitText("This is not a JSON object.");
    browser.press("As it was");
    assertThat(browser.text()).doesNotContain("This is not a JSON object.");
  }

  @Test
  void discardsWhatAFilterFindsAndOneAlone() {
    logIn(administrator);
    browser.evaluate(
        "(field => { field.value = 'account'; field.dispatchEvent(new Event('change', {bubbles: true})); })"
            + "(document.querySelector('input[type=search]'))");
    browser.press("Discard those found");
    browser.awaitText("2 events will be lost.");
    browser.assertAccessible();
    assertThat(browser.count("dialog footer .danger:disabled")).isOne();
    browser.click("dialog input[type=checkbox]");
    browser.click("dialog footer .danger");
    awaitAnnounced("2 events are discarded.");
    assertThat(asked()).contains("GET  account ", "POST /discard  {\"reason\":\"account\"}");

    browser.click("button[aria-label^='Discard:']");
    browser.awaitText("The event is lost");
    browser.click("dialog footer .danger");
    awaitAnnounced("2 events are discarded.");
    assertThat(asked()).contains("POST /discard  {\"ids\":[\"ID:1/a\"]}");
  }
}
