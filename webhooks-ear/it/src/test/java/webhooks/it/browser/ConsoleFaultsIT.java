package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.it.harness.selection.InBrowser;

/** Tests what the console does with late, missing and hostile answers, and with wrong addresses. */
@InBrowser
class ConsoleFaultsIT extends ConsoleTest {
  private int number(String script) {
    return Integer.parseInt(browser.evaluate(script).toString());
  }

  /** A pending delivery is read again every five seconds. */
  @Test
  void formatsABodyOnceAndSaysWhenItCannot() {
    logIn(administrator);
    browser.evaluate(
        """
        (() => {
          window.deep = '['.repeat(200) + ']'.repeat(200);
          window.parsed = window.reads = 0;
          const parse = JSON.parse;
          JSON.parse = text => {
            if (text === window.deep) window.parsed++;
            return parse(text);
          };
        })()""");
    intercept(
        """
        url => url.pathname.endsWith('/webhooks/w1') ? {body: {id: 'w1'}}
          : url.pathname.endsWith('/deliveries/d1') && ++window.reads && {body: {
            id: 'd1', messageId: 'm1', eventType: 'a.b.v1', iTwinId: 'i1', status: 'pending',
            created: '2026-10-02T14:55:00.463Z', attempts: [], body: window.deep}}""");

    go("webhooks/w1/deliveries/d1");
    browser.awaitText("nested too deeply, or is too large");
    int parsed = number("window.parsed");
    await("two more reads").atMost(Duration.ofSeconds(30)).until(() -> number("window.reads") > 2);

    assertThat(number("window.parsed")).isEqualTo(parsed);
  }

  @Test
  void anyAddressLeadsToAWholePage() {
    String webhook = register(inbox.url());
    logIn(administrator);

    go("webhooks/" + webhook + "/deliveries?since=yesterday");
    browser.awaitElement("main [role=alert]");
    assertOnlyAnswered(422);
    browser.press("Clear the filters");
    browser.awaitText("No deliveries yet");

    go("webhooks/" + webhook + "?window=constructor");
    browser.awaitText("No deliveries in this period.");
    go("webhooks?order=constructor");
    browser.awaitElement("table.webhooks");
    go("operator/accounts?window=constructor");
    browser.awaitText("Rates are of finished deliveries");
    go("operator/constructor");
    browser.awaitText("Running");
    assertThat(browser.count(".tabs [aria-current=page]")).isEqualTo(1);
  }

  @Test
  void saysInWordsThatAPageCannotBeShown() {
    logIn(administrator);
    intercept(
        "url => url.pathname.endsWith('/event-types') && {body: {eventTypes: [{name: 'x'}]}}");

    go("event-types");
    browser.awaitText("The console has a fault here");
    browser.assertAccessible();

    go("operator");
    browser.awaitText("Running");
  }

  @ParameterizedTest
  @CsvSource({
    "deliveries, deliveries, select[aria-label=Status], Exhausted, list-exhausted",
    "audit, acts, select[aria-label=Act], webhook.created, list-webhook.created"
  })
  void lateAnswerStaysOutOfTheNextList(
      String path, String list, String select, String option, String next) {
    String webhook = register(inbox.url());
    logIn(administrator);
    intercept(
        """
        url => {
          if (!url.pathname.endsWith('/%s')) return undefined;
          const at = '2026-10-02T14:55:00.463Z';
          const page = id => ({body: {
            %s: [{id, messageId: id, clientId: id, eventType: 'a.b.v1', status: 'exhausted', created: at,
              attemptCount: 1, time: at, action: 'webhook.created'}],
            _links: {next: {href: '?continuationToken=next'}}}});
          const query = url.searchParams;
          return query.has('continuationToken')
            ? new Promise(go => { window.release = () => go(page('list-late')); })
            : page('list-' + (query.get('status') ?? query.get('action') ?? 'all'));
        }"""
            .formatted(path, list));
    go(list.equals("acts") ? "operator/audit" : "webhooks/" + webhook + "/deliveries");
    browser.awaitText("list-all");
    browser.press("Load more");
    browser.awaitElement(".more button:disabled");

    browser.choose(select, option);
    browser.awaitText(next);
    browser.evaluate("window.release()");

    browser.awaitElement(".more button:not(:disabled)");
    assertThat(browser.text()).doesNotContain("list-late");
  }

  /** A page of a rare type has no rows, because the API examines a bounded number of deliveries. */
  @Test
  void liveListOfARareTypeKeepsItsRows() {
    String webhook = register(inbox.url());
    logIn(administrator);
    browser.evaluate("window.polls = window.reads = 0, window.flood = false");
    intercept(
        """
        url => {
          if (!url.pathname.endsWith('/deliveries')) return undefined;
          const row = (id, age) => ({id, messageId: id, eventType: 'a.b.v1', status: 'succeeded',
            created: new Date(Date.now() - age).toISOString(), attemptCount: 1});
          const page = (deliveries, more) => ({body: {
            deliveries, searched: {rows: 1000, newest: row('newest', 0).created, complete: !more},
            _links: {next: more ? {href: '?continuationToken=next'} : null}}});
          const query = url.searchParams;
          window.reads++;
          if (query.has('continuationToken')) return page([], window.flood || !query.has('since'));
          return page(window.polls++ ? [] : [row('rare', 3600000)], true);
        }""");

    go("webhooks/" + webhook + "/deliveries?live=yes&eventType=a.b.v1");
    await("polls").atMost(Duration.ofSeconds(30)).until(() -> number("window.polls") > 2);
    assertThat(browser.text()).contains("rare").doesNotContain("More deliveries");

    browser.evaluate("window.flood = true");
    browser.awaitText("Load more to examine them.");
    assertThat(browser.text()).contains("rare");
    assertThat(number("window.reads")).isLessThanOrEqualTo(10 * number("window.polls"));
  }

  /**
   * Renews the session once, so that it ends 300 seconds after the second 290 of the test's clock.
   */
  @Test
  void faultOfTheIssuerDoesNotEndTheSession() {
    logIn(administrator);
    go("event-types");
    browser.awaitText("What a receiver gets");

    JsonValue outcomes =
        withModule(
            "oidc.js",
            """
            async ({accessToken}) => {
              const [now, network] = [Date.now, window.fetch.bind(window)];
              let [start, shift, status, tries] = [now(), 290, 0, 0];
              Date.now = () => start + 1000 * shift;
              window.fetch = async (url, options) => {
                if (!String(url).endsWith('/token')) return network(url, options);
                tries++;
                return status ? new Response('{}', {status}) : network(url, options);
              };
              const renewed = await accessToken();
              const all = [];
              const steps = [[570, 503], [571, 503], [576, 429], [591, 503], [597, 0], [880, 400]];
              for ([shift, status] of steps) {
                all.push(await accessToken().then(
                  token => token === renewed ? 'same' : 'new', error => error.constructor.name) + tries);
              }
              [Date.now, window.fetch] = [now, network];
              return all.join(' ');
            }""");

    assertThat(((JsonString) outcomes).getString())
        .isEqualTo("same2 same2 same3 IssuerError4 new5 SessionEnded6");
  }

  @Test
  void saysThatTheListCouldNotBeReadAndReadsItAgain() {
    register(inbox.url());
    logIn(administrator);
    go("event-types");
    browser.awaitText("What a receiver gets");
    browser.evaluate("window.failing = 500");
    intercept(
        """
        url => window.failing && url.pathname.includes('/statistics') && {status: window.failing,
          body: {error: {code: 'Unauthorized', message: 'invalid access_token'}}}""");

    go("webhooks");
    browser.awaitText("Something went wrong in the service.");
    browser.assertAccessible();
    browser.evaluate("window.failing = 0");
    browser.press("Try again");
    browser.awaitText("No deliveries");

    go("event-types");
    browser.awaitText("What a receiver gets");
    browser.evaluate("window.failing = 401");
    go("webhooks");
    browser.awaitText("Your session has ended.");
  }
}
