package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.selection.InBrowser;

/** Tests that a person learns the result of each act, also by keyboard and without an answer. */
@InBrowser
class ConsoleResultsIT extends ConsoleTest {
  /** A new secret is not left by Esc: see {@link ConsoleSecretIT}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Recover deliveries | recover | {recovered: 7, complete: true} | Pending again: 7 deliveries. |
          Send a test event | test | {succeeded: false, durationMs: 5} | The test event was not delivered. |
          Rotate the secret | rotate-secret | {secret: 'a1', previousSecretValidUntil: '2026-10-02T14:55:00Z'} | It is shown only now. | I have kept it
          """)
  void dialogStaysUntilItsResult(
      String act, String path, String answer, String result, String button) {
    String webhook = register(inbox.url());
    logIn(administrator);
    intercept(
        """
        url => url.pathname.endsWith('/%s') ? new Promise(go => { window.answer = go; }) : undefined"""
            .formatted(path));
    go("webhooks/" + webhook);

    browser.press(act);
    browser.click("dialog footer .primary");
    assertDialogStays();
    browser.evaluate("window.answer({body: " + answer + "})");

    awaitAnnounced(result);
    browser.assertAccessible();
    if (button == null) {
      browser.key(Browser.ESCAPE);
    } else {
      browser.press(button);
    }
    await("no dialog").until(() -> browser.count("dialog") == 0);
    awaitFocusOn(act);
  }

  /** A request without an answer ends by the time limit, which the test lowers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "new Promise((go, fail) => signal?.addEventListener('abort', () => fail(signal.reason)))",
        "Promise.reject(new TypeError('Failed to fetch'))",
        "{status: 504, body: {}}"
      })
  void dialogOfAnUnknownOutcomeCanBeLeft(String answer) {
    logIn(administrator);
    withModule("api.js", "({limits}) => { limits.write = 100; }");
    intercept(
        """
        (url, {signal, method}) => {
          if (method !== 'GET') return %s;
          const webhook = {id: 'w1', active: true, clientId: 'c1', accountId: 'a1'};
          return url.pathname.endsWith('/admin/webhooks')
            && {body: {_links: {}, webhooks: window.done ? [] : [webhook]}};
        }"""
            .formatted(answer));
    go("operator/webhooks");

    browser.press("Deactivate");
    browser.click("dialog footer .danger");
    browser.awaitText("it is not known whether this was done");
    browser.awaitElement("dialog [role=alert]:focus");
    assertThat(browser.count("dialog footer .danger:disabled")).isEqualTo(1);
    browser.assertAccessible();
    browser.evaluate("window.done = true");
    browser.key(Browser.ESCAPE);

    awaitAnnounced("it is not known whether this was done");
    browser.awaitText("No webhooks.");
    assertThat(browser.count("dialog")).isZero();
    browser.assertAccessible();
  }

  @Test
  void replayedEventLeavesTheFocusOnTheResult() {
    logIn(administrator);
    intercept(
        """
        url => {
          if (url.pathname.endsWith('/replay')) return window.done = {body: {replayed: 1}};
          return url.pathname.endsWith('/admin/invalid-events') && {body: {_links: {}, invalidEvents: window.done ? []
            : [{id: 'e1', reason: 'No iTwin.', time: '2026-10-02T14:55:00Z', body: '{}'}]}};
        }""");
    go("operator/rejected");

    browser.press("Replay");

    awaitAnnounced("1 event is sent to intake again.");
    browser.awaitText("No rejected events.");
    browser.assertAccessible();
  }
}
