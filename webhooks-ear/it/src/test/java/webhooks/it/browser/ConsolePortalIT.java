package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.InBrowser;

/** Uses the portal as a user of another application does, in a window and in a frame. */
@InBrowser
class ConsolePortalIT {
  private static final String NAME = "</title><b>Acme & Söhne";

  private static final FramePage allowed = new FramePage();
  private static final FramePage foreign = new FramePage();
  private static final TestEnvironment environment = TestEnvironment.named("consoleportalit");

  private final Application application =
      new Application(environment, "app-" + UUID.randomUUID(), "account-" + UUID.randomUUID());
  private final Inbox inbox = environment.receiver().inbox();
  private Browser browser;

  @BeforeAll
  static void start() {
    environment
        .product()
        .with("webhooks.portal.frame-ancestors", allowed.origin())
        .with("webhooks.portal.name", NAME)
        .with("webhooks.portal.colors", "accent=#0a7d5a")
        .with("webhooks.console.client-id", "console");
    environment.start();
  }

  @AfterAll
  static void stop() {
    environment.close();
    allowed.close();
    foreign.close();
  }

  @BeforeEach
  void openBrowser() {
    browser = new Browser("browser");
    browser.appear(1440, false);
  }

  @AfterEach
  void closeBrowser() {
    browser.close();
  }

  private static JsonObjectBuilder session() {
    return Json.createObjectBuilder().add("user", "anna").add("expires", "PT10M");
  }

  private String link(JsonObjectBuilder request) {
    JsonObject created =
        environment
            .api()
            .post("/portal-sessions")
            .as(application.token())
            .json(request.build().toString())
            .send()
            .is(201)
            .json();
    String path = created.getString("url");
    Secrets.remember(path.replaceFirst(".*#code=", ""));
    return "http://127.0.0.1:" + environment.product().port() + path;
  }

  private String storedToken() {
    String stored =
        ((JsonString) browser.evaluate("sessionStorage.getItem('webhooks.portal')")).getString();
    return Secrets.remember(stored.replaceFirst(".*\"token\":\"([^\"]+)\".*", "$1"));
  }

  @Test
  void linkOpensOnceAndLivesThroughReloads() {
    String host = application.register(inbox).id();
    browser.onEveryPage(
        "window.seen = []; const before = history.replaceState;"
            + " history.replaceState = function(...all) { window.seen.push(location.hash);"
            + " return before.apply(history, all); };");
    String link = link(session());
    browser.open(link);

    assertThat(browser.awaitText("1 webhook")).contains(application.account() + " · anna");
    assertThat(browser.textOf("header")).contains(NAME).doesNotContain("Create", "Log in");
    assertThat(browser.address().toString()).doesNotContain("whpc_", "code=");
    assertThat(browser.evaluate("window.seen[0].startsWith('#code=')").toString())
        .isEqualTo("true");
    assertThat(browser.evaluate("document.querySelectorAll('header b').length").toString())
        .as("the name stays text")
        .isEqualTo("0");
    assertThat(
            browser
                .evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')")
                .toString())
        .contains("#0a7d5a");
    browser.assertAccessible();
    browser.evaluate("location.hash = '#/webhooks/" + host + "'");
    browser.awaitText("Rotate the secret");

    browser.evaluate("location.reload()");
    browser.awaitText("Rotate the secret");

    assertThat(browser.problems()).isEmpty();
    try (Browser other = new Browser("other")) {
      other.open(link);
      other.awaitText("This link can't be opened");
      showEntry(other, "portal-link-used");
      assertThat(other.text()).doesNotContain(application.account());
    }
  }

  @Test
  void opensInAFrameOfTheAllowedOriginOnly() {
    application.register(inbox);
    browser.open(allowed.around(link(session())));
    browser.enterFrame("iframe");
    await("the list in the frame")
        .atMost(Duration.ofSeconds(30))
        .ignoreException(IllegalStateException.class)
        .until(() -> browser.textOf("main").contains("1 webhook"));
    assertThat(browser.problems()).isEmpty();

    String unused = link(session());
    browser.open(foreign.around(unused));
    await("the refusal")
        .atMost(Duration.ofSeconds(30))
        .until(browser::problems, found -> found.toString().contains("frame-ancestors"));
    browser.open(allowed.around("http://127.0.0.1:" + environment.product().port() + "/console/"));
    await("the refusal of the console with a login")
        .atMost(Duration.ofSeconds(30))
        .until(browser::problems, found -> found.toString().contains("frame-ancestors"));

    browser.open(unused);
    browser.awaitText("1 webhook");
  }

  @Test
  void isAccessibleInEveryAppearance() {
    String webhook = application.register(inbox).id();
    browser.open(link(session()));
    browser.awaitText("1 webhook");
    browser.evaluate("document.querySelector('.brand span').innerText = 'Acme'");
    Appearances.show(browser, "portal-webhooks");
    browser.evaluate("location.hash = '#/webhooks/" + webhook + "'");
    browser.awaitText("Rotate the secret");
    Appearances.show(browser, "portal-webhook");
    browser.press("Log out");
    browser.awaitText("This page needs a link.");
    showEntry(browser, "portal-without-link");
  }

  /** Takes pictures of a page without a session, under a name that an application would have. */
  private static void showEntry(Browser browser, String name) {
    browser.evaluate("document.querySelector('main h1').innerText = 'Acme'");
    Appearances.show(browser, name);
  }

  @Test
  void readOnlySessionShowsNoActions() {
    String webhook = application.register(inbox).id();
    browser.open(link(session().add("readOnly", true)));
    browser.awaitText("1 webhook");
    assertThat(browser.count("details.menu")).isZero();

    for (String place : new String[] {"", "/options", "/deliveries"}) {
      browser.evaluate("location.hash = '#/webhooks/" + webhook + place + "'");
      browser.awaitElement("nav.tabs");
      await("the page").until(() -> browser.count(".loading") == 0);
      assertThat(browser.count(".actions button")).as("actions at " + place).isZero();
    }
    assertThat(browser.problems()).isEmpty();
  }

  @Test
  void limitedSessionShowsItsPagesOnly() {
    String webhook = application.register(inbox).id();
    browser.open(link(session().add("pages", Json.createArrayBuilder().add("deliveries"))));
    browser.awaitText("1 webhook");
    assertThat(browser.textOf("nav")).doesNotContain("Event types");
    assertThat(browser.count("details.menu")).isZero();

    browser.evaluate("location.hash = '#/webhooks/" + webhook + "'");
    browser.awaitElement("nav.tabs");
    assertThat(browser.count("nav.tabs a")).isOne();
    browser.evaluate("location.hash = '#/webhooks/" + webhook + "/options'");
    browser.awaitText("Nothing here");
    assertThat(browser.problems()).isEmpty();
  }

  @Test
  void linkToAnotherAccountAsksFirst() {
    browser.open(link(session()));
    browser.awaitText(application.account() + " · anna");
    String first = storedToken();
    String other = link(session().add("user", "mallory"));

    browser.evaluate("location.href = " + Json.createValue(other));
    browser.awaitText("Change the user?");
    assertThat(browser.address().toString()).doesNotContain("whpc_");
    showEntry(browser, "portal-change-user");
    browser.press("Stay");
    browser.awaitText(application.account() + " · anna");
    assertThat(storedToken()).isEqualTo(first);

    browser.evaluate("location.href = " + Json.createValue(link(session().add("user", "berta"))));
    browser.awaitText("Change the user?");
    browser.press("Open the link");
    browser.awaitText(application.account() + " · berta");
    awaitRefused(first);
  }

  @Test
  void longNameOfAUserHidesNoAccount() {
    for (int width : new int[] {375, 1440}) {
      browser.appear(width, false);
      browser.open(link(session().add("user", "x".repeat(200))));
      browser.awaitText("Log out");

      assertThat(browser.textOf(".owner")).startsWith(application.account() + " · x");
      assertThat(
              browser
                  .evaluate(
                      "[...document.querySelectorAll('.owner, header.frame')]"
                          + ".every(each => each.scrollWidth <= each.clientWidth)")
                  .toString())
          .as("all of it is in a window of %d pixels", width)
          .isEqualTo("true");
    }
  }

  @Test
  void logOutEndsTheSession() {
    browser.open(link(session()));
    browser.awaitText("Log out");
    String token = storedToken();

    browser.press("Log out");

    browser.awaitText("This page needs a link.");
    assertThat(browser.evaluate("sessionStorage.length").toString()).isEqualTo("0");
    awaitRefused(token);
  }

  @Test
  void revokedSessionSaysThatItHasEnded() {
    browser.open(link(session()));
    browser.awaitText("Log out");
    String token = storedToken();
    environment.api().delete("/portal-sessions/current").as(token).send().is(204);
    awaitRefused(token);

    browser.evaluate("location.hash = '#/event-types'");

    browser.awaitText("Your session has ended.");
    showEntry(browser, "portal-ended");
    assertThat(browser.evaluate("sessionStorage.length").toString()).isEqualTo("0");
    browser.evaluate("location.reload()");
    browser.awaitText("This page needs a link.");
  }

  private static void awaitRefused(String token) {
    await("the end of the session")
        .atMost(Duration.ofSeconds(10))
        .until(() -> environment.api().get("/webhooks").as(token).send().status() == 401);
  }
}
