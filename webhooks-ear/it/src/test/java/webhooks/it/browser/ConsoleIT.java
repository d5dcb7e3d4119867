package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.selection.InBrowser;

/** Uses the console as an administrator of an account does, with a login at Keycloak. */
@InBrowser
class ConsoleIT extends ConsoleTest {
  /** The lifetime of Keycloak's tokens. */
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private static final String ATTACK = "<img src=x onerror=window.hacked=1>";

  @Test
  void logsInAtKeycloakAndOutAgain() {
    String webhook = register(inbox.url());

    logIn(administrator);

    assertThat(browser.awaitText("127.0.0.1")).contains("1 webhook", "Active");
    assertThat(browser.address().getQuery()).as("no code in the address").isNull();
    assertThat(stored()).as("no token outside of the memory").doesNotContain("eyJ");

    browser.open("about:blank");
    browser.open(console + "#/webhooks/" + webhook);
    browser.awaitText("Rotate the secret");

    browser.press("Log out");
    browser.awaitText("See what your webhooks deliver");
    browser.press("Log in");
    browser.awaitElement("#username");
  }

  private String stored() {
    return browser
        .evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])")
        .toString();
  }

  @Test
  void saysThatUserWithoutTheRoleHasNoWebhooks() {
    register(inbox.url());

    logIn(guest());

    browser.awaitText("No webhooks yet");
    browser.assertAccessible();
  }

  @Test
  void textOfOthersStaysText() {
    inbox.respondWith(500).respondWithBody(ATTACK.getBytes(StandardCharsets.UTF_8));
    inbox.respondWithHeader("Server", ATTACK);
    String webhook = register(URI.create(inbox.url() + "?q=%22%3Escript"));
    Event event = Event.ofAccount(account).holding("{\"name\":\"</script>" + ATTACK + "\"}");
    environment.producer().publish(event);
    String delivery = awaitDelivery(webhook, "exhausted");

    logIn(administrator);
    browser.awaitText("100.0 %");
    browser.open(console + "#/webhooks/" + webhook);
    browser.awaitText("HTTP 500");
    browser.open(console + "#/webhooks/" + webhook + "/deliveries/" + delivery);
    String shown = browser.awaitText("Attempt 3");

    assertThat(shown).contains(ATTACK, "</script>", "Its own log should say why");
    assertThat(browser.count("img")).isZero();
    assertThat(browser.evaluate("window.hacked === undefined")).isEqualTo(JsonValue.TRUE);
  }

  @Test
  void actsOnAWebhook() {
    String webhook = register(inbox.url());
    logIn(administrator);
    browser.press("Webhooks");
    browser.open(console + "#/webhooks/" + webhook);

    browser.press("Send a test event");
    browser.click("dialog footer .primary");
    awaitAnnounced("The receiver confirmed the test event.");
    browser.assertAccessible();
    browser.key(Browser.ESCAPE);

    browser.press("Deactivate");
    browser.awaitText("No delivery is pending.");
    browser.click("dialog footer .danger");
    browser.awaitText("Deactivated by its owner");
    awaitAnnounced("The webhook " + nameOf(webhook) + " is inactive.");
    browser.press("Activate");
    browser.click("dialog footer .primary");
    awaitAnnounced("The webhook " + nameOf(webhook) + " is active.");
    browser.press("Deactivate");
    browser.press("Cancel");
    awaitFocusOn("Deactivate");

    browser.press("Rotate the secret");
    browser.click("dialog footer .primary");
    String shown = browser.awaitText("It is shown only now.");
    String secret = shown.replaceFirst("(?s).*\\b([0-9a-f]{64})\\b.*", "$1");
    assertThat(secret).hasSize(64);
    Secrets.remember(secret);
    browser.press("I have kept it");

    browser.press("Delete");
    assertThat(browser.count("dialog footer .danger:disabled")).isEqualTo(1);
    browser.click("dialog input[type=checkbox]");
    browser.click("dialog footer .danger");
    browser.awaitText("No webhooks yet");
    awaitAnnounced("The webhook is deleted.");
    get("/webhooks/" + webhook, 404);
  }

  @Test
  void deletesFromTheList() {
    register(inbox.url());
    register(inbox.url());
    logIn(administrator);
    browser.awaitText("2 webhooks");

    browser.click("table summary");
    browser.press("Delete");
    browser.awaitText("can't be undone");
    browser.key(Browser.ESCAPE);
    await("focus of the menu").until(() -> browser.count("table summary:focus") == 1);

    browser.click("table summary");
    browser.press("Delete");
    browser.click("dialog input[type=checkbox]");
    browser.click("dialog footer .danger");
    browser.awaitText("1 webhook");
    awaitAnnounced("The webhook is deleted.");
    assertThat(browser.count("tbody tr")).isEqualTo(1);
    assertThat(browser.address().toString()).endsWith("/console/");
  }

  @Test
  void pressedPeriodKeepsTheFocus() {
    String webhook = register(inbox.url());
    logIn(administrator);
    browser.open(console + "#/webhooks/" + webhook);

    browser.press("7 days");

    await("the period").until(() -> browser.address().toString().endsWith("window=P7D"));
    browser.awaitText("No deliveries in this period.");
    assertThat(browser.count("button[aria-pressed=true]:focus")).isEqualTo(1);
  }

  @Test
  void repairsDeliveries() {
    inbox.respondWith(503);
    String webhook = register(inbox.url());
    Event event = Event.ofAccount(account);
    environment.producer().publish(event);
    String delivery = awaitDelivery(webhook, "exhausted");
    inbox.respondWith(200);
    logIn(administrator);
    browser.awaitText("1 webhook");

    browser.open(console + "#/webhooks/" + webhook + "/deliveries/" + delivery);
    browser.press("Redeliver");
    awaitAnnounced("The delivery is pending again.");
    browser.awaitText("The receiver confirmed it.");

    inbox.respondWith(503);
    environment.producer().publish(Event.ofAccount(account));
    awaitDelivery(webhook, "exhausted");
    inbox.respondWith(200);
    browser.open(console + "#/webhooks/" + webhook);
    browser.press("Recover deliveries");
    browser.awaitText("To be sent again: 1 delivery.");
    browser.press("Recover");
    browser.awaitText("Pending again: 1 delivery.");
    await("both")
        .until(() -> deliveries(webhook, "succeeded").getJsonArray("deliveries").size() == 2);
  }

  @Test
  void recoversWhatWaitsSinceADeactivation() {
    inbox.respondWith(500);
    String webhook = register(inbox.url());
    environment.producer().publish(Event.ofAccount(account));
    awaitDelivery(webhook, "exhausted");
    inbox.respondWith(503).respondWithHeader("Retry-After", "3600");
    environment.producer().publish(Event.ofAccount(account));
    await("the pause")
        .until(
            () -> deliveries(webhook, "pending").getJsonArray("deliveries"),
            list -> !list.isEmpty() && list.getJsonObject(0).getInt("attemptCount") == 1);
    setActive(webhook, false);
    setActive(webhook, true);
    inbox.respondWith(200);
    logIn(administrator);
    go("webhooks/" + webhook);

    browser.press("Recover deliveries");
    browser.awaitText("To be sent again: 2 deliveries.");
    browser.click("dialog fieldset input");
    browser.awaitText("To be sent again: 1 delivery.");
    browser.press("Recover");

    browser.awaitText("Pending again: 1 delivery.");
    awaitDelivery(webhook, "succeeded");
  }

  @Test
  void showsTheBodyOfTheEventTypeThatHasTheFocus() {
    logIn(administrator);
    go("create");
    browser.type(".pick input[type=search]", "iModels.iModel");

    browser.click(".options input");
    browser.awaitText("\"eventType\": \"iModels.iModelCreated.v1\"");
    browser.assertAccessible();
    browser.key(Browser.TAB);

    browser.awaitText("\"eventType\": \"iModels.iModelDeleted.v1\"");
  }

  /** Test events are not in the delivery history. */
  @Test
  void filterOffersTheEventTypesOfTheWebhookOnly() {
    String webhook = register(inbox.url());
    logIn(administrator);
    go("webhooks/" + webhook + "/deliveries");
    browser.awaitText("No deliveries yet");

    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('select[aria-label=\"Event type\"] option')]"
                        + ".slice(1).map(each => each.value)")
                .asJsonArray())
        .isEqualTo(get("/webhooks/" + webhook, 200).getJsonArray("eventTypes"));
  }

  @Test
  void worksByKeyboard() {
    register(inbox.url());
    logIn(administrator);
    browser.awaitText("1 webhook");
    browser.type("input[type=search]", "127");

    for (int i = 0; i < 4; i++) {
      browser.key(Browser.TAB);
    }
    browser.key(Browser.ENTER);

    browser.awaitText("Rotate the secret");
  }

  @Test
  void clockThatIsAHalfMinuteAheadOfTheLoginIsAllowed() {
    setClockAhead(LIFETIME.plusSeconds(30));

    logIn(administrator);
  }

  @Test
  void namesTheClockThatIsTooFarAhead() {
    setClockAhead(LIFETIME.plusSeconds(90));

    logInAtIssuer(administrator);

    browser.awaitText("Set the clock of this computer");
  }

  private void setClockAhead(Duration time) {
    browser.onEveryPage(
        "(now => { Date.now = () => now() + %d; })(Date.now)".formatted(time.toMillis()));
  }
}
