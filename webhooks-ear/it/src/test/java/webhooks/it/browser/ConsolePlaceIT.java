package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import webhooks.it.harness.selection.InBrowser;

/** Leaves places of the console and comes back, in one tab and in a new one. */
@InBrowser
class ConsolePlaceIT extends ConsoleTest {
  /** Answers a list of three pages of acts, and any other request as the server does. */
  private static final String PAGES =
      """
      url => {
        if (!url.pathname.endsWith('/admin/audit')) return undefined;
        const page = Number(url.searchParams.get('continuationToken') ?? 0);
        const acts = Array.from({length: 50}, (_, i) => ({id: `${page}-${i}`, action: 'webhook.created',
          time: '2026-10-02T14:55:00.000Z', clientId: `client-${page}-${i}`}));
        return {body: {acts, _links: page < 2 ? {next: {href: '?continuationToken=' + (page + 1)}} : {}}};
      }""";

  private String hash() {
    return String.valueOf(browser.address().getFragment());
  }

  private int scrolled() {
    return Integer.parseInt(browser.evaluate("Math.round(scrollY)").toString());
  }

  @Test
  void newTabOpensItsPlaceWithoutALogin() {
    String webhook = register(inbox.url());
    logIn(administrator);

    newTab("#/webhooks/" + webhook + "/deliveries?status=exhausted");

    browser.awaitText("Log out");
    browser.awaitText("No delivery matches these filters.");
    assertThat(hash()).isEqualTo("/webhooks/" + webhook + "/deliveries?status=exhausted");
  }

  @Test
  void newTabWithoutASessionShowsTheLoginOnce() {
    newTab("#/event-types");
    browser.awaitText("See what your webhooks deliver");
    assertThat(hash()).isEqualTo("/event-types");

    browser.open("about:blank");
    browser.open(console);
    browser.awaitText("See what your webhooks deliver");
  }

  @Test
  void newTabAfterALogoutShowsTheLogin() {
    logIn(administrator);
    browser.press("Log out");
    browser.awaitText("See what your webhooks deliver");

    newTab("");
    browser.awaitText("See what your webhooks deliver");
  }

  /** A tab has a storage of its own, and the cookies of the issuer. */
  private void newTab(String place) {
    browser.open(console);
    browser.awaitElement("main");
    browser.evaluate("sessionStorage.clear()");
    browser.open("about:blank");
    browser.open(console + place);
  }

  @Test
  void backLeadsToTheRowsAndTheHeight() {
    logIn(administrator);
    intercept(PAGES);
    go("operator/audit");
    browser.awaitText("client-0-49");
    browser.press("Load more");
    browser.awaitText("client-1-49");
    browser.evaluate("scrollTo(0, 2500)");
    await("a noted height").until(() -> scrolled() == 2500);
    browser.evaluate("new Promise(go => setTimeout(go, 200))");

    go("operator/settings");
    browser.awaitText("webhooks.retention");
    assertThat(scrolled()).isZero();
    browser.back();

    browser.awaitText("client-1-49");
    await("the height").until(() -> scrolled() == 2500);
    assertThat(browser.count("tbody tr")).isEqualTo(100);
  }

  @Test
  void dialogThatWasLeftByEscHasItsInputAgain() {
    String webhook = register(inbox.url());
    logIn(administrator);
    go("webhooks/" + webhook);
    browser.press("Send a test event");
    browser.type("#test-content", "{\"half\":");

    browser.key(Browser.ESCAPE);
    await("no dialog").until(() -> browser.count("dialog") == 0);
    browser.press("Send a test event");

    browser.awaitElement("#test-content");
    assertThat(browser.evaluate("document.querySelector('#test-content').value").toString())
        .isEqualTo("\"{\\\"half\\\":\"");
  }

  @Test
  void createHasItsInputAgainAfterAnotherPage() {
    logIn(administrator);
    go("create");
    browser.type("#url", "https://receiver.example.com/hook");
    browser.click(".pick .options input[type=checkbox]");
    browser.press("+ Authentication");
    browser.type("#authentication-username", "maria");
    browser.type("#authentication-password", "canary-in-the-page");
    browser.press("Add to the command");
    browser.awaitText("canary-in-the-page");

    browser.press("See the new webhook in the list");
    await("the list").until(() -> hash().equals("/webhooks"));
    browser.back();

    browser.awaitText("Enter the secret: Authentication.");
    assertThat(browser.evaluate("document.querySelector('#url').value").toString())
        .isEqualTo("\"https://receiver.example.com/hook\"");
    assertThat(browser.text()).doesNotContain("canary-in-the-page");
    browser.assertAccessible();
  }

  @Test
  void dateThatNobodyMeansStaysInItsFieldAndIsSaid() {
    logIn(administrator);
    go("operator/audit");
    browser.awaitElement("input[type=datetime-local]");

    enterDate("12026-10-02T14:00");

    browser.awaitText("Enter a date that exists, from 2000 to 2099.");
    assertThat(hash()).doesNotContain("since");
    browser.assertAccessible();

    enterDate("2026-10-02T14:00");
    await("the filter").until(() -> hash().contains("since=2026-10-02"));
    assertThat(browser.text()).doesNotContain("Enter a date that exists");
  }

  private void enterDate(String value) {
    browser.evaluate(
        "(field => { field.value = '%s'; field.dispatchEvent(new Event('change', {bubbles: true})); })"
                .formatted(value)
            + "(document.querySelector('input[type=datetime-local]'))");
  }

  @Test
  void saysWhatWaitsAfterTooManyRequests() {
    logIn(administrator);
    intercept(
        """
        url => url.pathname.endsWith('/admin/settings') && (window.refused ??= 0, window.refused++ < 2)
          ? {status: 429, body: {error: {code: 'TooManyRequests', message: 'Later.'}}} : undefined""");

    go("operator/settings");

    browser.awaitText("Too many requests. What the page reads next waits for 1 s");
    browser.assertAccessible();
    browser.awaitText("webhooks.retention");
    await("no pause").until(() -> !browser.text().contains("Too many requests"));
  }
}
