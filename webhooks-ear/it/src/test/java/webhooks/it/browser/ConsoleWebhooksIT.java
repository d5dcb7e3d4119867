package webhooks.it.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.InBrowser;

/** Finds webhooks, changes them, and makes the commands that create one. */
@InBrowser
class ConsoleWebhooksIT extends ConsoleTest {
  private static final String SEARCH = "input[type=search]";

  private String pathOf(Inbox receiver) {
    return receiver.url().getPath();
  }

  private List<String> paths() {
    return browser
        .evaluate("[...document.querySelectorAll('tbody .path')].map(each => each.innerText)")
        .asJsonArray()
        .getValuesAs(JsonString.class)
        .stream()
        .map(JsonString::getString)
        .toList();
  }

  private void describe(String webhook, String description) {
    environment
        .api()
        .patch("/webhooks/" + webhook + "/options")
        .as(token)
        .json("{\"description\":\"%s\"}".formatted(description))
        .send()
        .is(200);
  }

  private void fail(Inbox receiver, String webhook) {
    receiver.respondWith(503);
    environment.producer().publish(Event.ofAccount(account));
    awaitDelivery(webhook, "exhausted");
  }

  @Test
  void findsWebhooksByTextAndStateAndPutsFailingFirst() {
    Inbox other = environment.receiver().inbox();
    String failing = register(other.url());
    String inactive = register(inbox.url());
    fail(other, failing);
    setActive(inactive, false);
    String newest = register(inbox.url());
    describe(newest, "Bridges of the north");
    logIn(administrator);
    browser.awaitText("3 webhooks");
    assertThat(browser.text()).contains("Failing", "since ", "Bridges of the north");
    assertThat(browser.text()).contains("…" + newest.substring(30), "…" + inactive.substring(30));

    browser.choose("select[aria-label=Order]", "Failing first");
    await("the failing one first").until(() -> paths().get(0).equals(pathOf(other)));

    browser.choose("select[aria-label=State]", "Inactive");
    browser.awaitText("1 webhook");
    await("the inactive one").until(() -> paths().equals(List.of(pathOf(inbox))));
    browser.choose("select[aria-label=State]", "All states");
    browser.awaitText("3 webhooks");

    browser.type(SEARCH, "north bridges");
    await("the described one").until(() -> paths().equals(List.of(pathOf(inbox))));
    browser.assertAccessible();
    browser.type(SEARCH, " of Babel");
    browser.awaitText("No webhook matches these filters.");
  }

  @Test
  void listGrowsByPagesAndReadsTheFiguresOfAPageAtOnce() {
    IntStream.range(0, 51).forEach(i -> register(URI.create(inbox.url() + "?n=" + i)));
    logIn(administrator);
    browser.awaitText("The first 50 webhooks");
    String requests =
        "performance.getEntriesByType('resource')"
            + ".filter(each => each.name.includes('statistics')).length";
    assertThat(browser.evaluate(requests).toString()).isEqualTo("1");

    browser.press("Load more");

    browser.awaitText("51 webhooks");
    assertThat(browser.count("tbody tr")).isEqualTo(51);
    assertThat(browser.evaluate(requests).toString()).isEqualTo("2");
  }

  @Test
  void figuresLeadToTheDeliveriesThatTheyCount() {
    String webhook = register(inbox.url());
    fail(inbox, webhook);
    logIn(administrator);
    browser.awaitText("100.0 %");
    browser.click("td.bad a");
    await("its deliveries")
        .until(() -> browser.address().toString(), at -> at.contains("status=exhausted&since="));
    browser.awaitElement(".deliveries tbody tr");

    go("webhooks/" + webhook);
    browser.awaitText("3 attempts failed in a row.");
    assertThat(browser.text()).contains("HTTP 503", "Failing", "since ");
    browser.assertAccessible();
    browser.press("Show as a table");
    browser.click("td.figure a");
    await("the deliveries of the bucket")
        .until(() -> browser.address().toString(), at -> at.contains("since="));
    browser.awaitElement(".deliveries tbody tr");
  }

  @Test
  void changesTheUrlAndSaysWhatThatMeans() {
    Inbox repaired = environment.receiver().inbox();
    String webhook = register(inbox.url());
    fail(inbox, webhook);
    logIn(administrator);
    browser.awaitElement("tbody tr");
    browser.clicks();

    browser.click("tbody a.target");
    browser.press("Edit");
    fill("#edit-url", "https://elsewhere.example/");
    browser.awaitText("go to the new URL");
    browser.assertAccessible();
    fill("#edit-url", "http://elsewhere.example/");
    browser.awaitText("Only https is allowed.");
    fill("#edit-url", repaired.url() + "?a b");
    browser.awaitText("It is stored as " + repaired.url() + "?a%20b");
    browser.click("dialog footer .primary");
    awaitAnnounced("Saved: " + repaired.url().getAuthority());
    browser.press("Recover deliveries");
    browser.awaitText("To be sent again: 1 delivery.");
    browser.press("Recover");

    awaitDelivery(webhook, "succeeded");
    System.out.printf("console task: fix the URL and resend: %d clicks%n", browser.clicks());
    assertThat(repaired.receipts()).hasSize(1);
    assertThat(get("/webhooks/" + webhook, 200).getString("callbackUrl")).endsWith("?a%20b");
  }

  @Test
  void changesTheEventTypes() {
    String webhook = register(inbox.url());
    logIn(administrator);
    go("webhooks/" + webhook);
    browser.press("Edit");
    browser.type("dialog .pick input[type=search]", "namedVersionCreated");
    browser.click("dialog .options input");
    browser.awaitText(
        "Events that happen from now on are delivered: iModels.namedVersionCreated.v1.");
    browser.click("dialog footer .primary");

    awaitAnnounced("Saved: ");
    assertThat(get("/webhooks/" + webhook, 200).getJsonArray("eventTypes").toString())
        .contains("iModels.namedVersionCreated.v1", Event.CREATED);
  }

  @Test
  void previewsFiltersOnStoredEventsBeforeTheyAreSet() {
    String webhook = register(inbox.url());
    environment.producer().publish(Event.ofAccount(account).holding("{\"result\":\"Failed\"}"));
    environment.producer().publish(Event.ofAccount(account).holding("{\"result\":\"Success\"}"));
    await("both")
        .until(() -> deliveries(webhook, "succeeded").getJsonArray("deliveries").size() == 2);
    logIn(administrator);
    go("webhooks/" + webhook + "/options");
    browser.click("button[aria-label='Set: Filters']");
    browser.press("equals");
    browser.awaitText("What waits already is still sent.");
    browser.press("Preview");

    browser.awaitText("1 of 2 events match.");
    browser.awaitText("Dropped by a filter: filters[0].");
    browser.assertAccessible();
    assertThat(get("/webhooks/" + webhook + "/options", 200).containsKey("filters")).isFalse();
    browser.click("dialog footer .primary");
    awaitAnnounced("Saved: Filters.");
    assertThat(get("/webhooks/" + webhook + "/options", 200).getJsonArray("filters")).hasSize(1);
  }

  @Test
  void setsTheOptionsThatHaveNoTypeOfTheirOwn() {
    String webhook = register(inbox.url());
    logIn(administrator);
    go("webhooks/" + webhook + "/options");
    set("Patterns of event types", "#eventTypePatterns-", "iModels.**");
    set("Time-out", "#timeout-", "20 s");
    set("Retries", "#retry-schedule", "10 s, 5 min");
    set("Retention", "#retention-redact", "$.content.email");
    browser.click("button[aria-label='Set: Signature']");
    browser.choose("#signature-schemes", "v1 and v1a");
    browser.click("dialog footer .primary");
    awaitAnnounced("Saved: Signature.");
    browser.awaitText("whpk_");
    browser.press("Replace the signing key");
    browser.assertAccessible();
    browser.click("dialog footer .primary");
    awaitAnnounced("The new key signs from");
    browser.press("Request a certificate");
    browser.click("dialog footer .primary");
    browser.awaitText("BEGIN CERTIFICATE REQUEST");
    browser.assertAccessible();
    browser.press("Close");

    assertThat(get("/webhooks/" + webhook + "/options", 200).toString())
        .contains("[\"iModels.**\"]", "\"timeout\":\"PT20S\"", "$.content.email", "\"v1a\"");
  }

  private void set(String name, String field, String value) {
    browser.click("button[aria-label='Set: " + name + "']");
    browser.type(field, value);
    browser.assertAccessible();
    browser.click("dialog footer .primary");
    awaitAnnounced("Saved: " + name + ".");
  }

  @Test
  void showsAProgramThatVerifiesInEachLanguage() {
    String webhook = register(inbox.url());
    logIn(administrator);
    go("webhooks/" + webhook + "/options");
    browser.press("Receiver");
    browser.awaitText("export function verifyStandard");
    for (String[] each :
        new String[][] {
          {"Java", "public static boolean standard"},
          {"Python", "def verify_standard"},
          {"Shell", "#!/usr/bin/env bash"},
          {"Go", "func VerifyStandard"},
          {"C#", "public static bool Standard"}
        }) {
      browser.press(each[0]);
      browser.awaitText(each[1]);
    }
    assertThat(browser.text()).contains("v1,<base64>");
    browser.assertAccessible();
  }

  @Test
  void commandsCreateAWebhookThatDelivers() throws IOException, InterruptedException {
    logIn(administrator);
    go("create");
    fill("#url", inbox.url() + "?it=s o");
    browser.type(".pick input[type=search]", Event.CREATED);
    browser.click(".options input");
    browser.press("+ Description");
    browser.type("#description-", "It's $HOME");
    browser.click("dialog footer .primary");
    browser.awaitText("3. Activate it");
    browser.assertAccessible();
    String commands =
        browser
            .evaluate(
                "[...document.querySelectorAll('pre')].slice(0, 3).map(each => each.innerText)")
            .asJsonArray()
            .getValuesAs(JsonString.class)
            .stream()
            .map(JsonString::getString)
            .collect(Collectors.joining("\n"));

    ProcessBuilder shell = new ProcessBuilder("sh", "-euc", commands).redirectErrorStream(true);
    shell.environment().put("TOKEN", token);
    Process process = shell.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    Secrets.remember(output.replaceFirst("(?s).*\\b([0-9a-f]{64})\\b.*", "$1"));

    JsonObject webhook = get("/webhooks", 200).getJsonArray("webhooks").getJsonObject(0);
    assertThat(webhook.getString("callbackUrl")).endsWith("?it=s%20o");
    assertThat(webhook.getBoolean("active")).isTrue();
    assertThat(
            get("/webhooks/" + webhook.getString("id") + "/options", 200).getString("description"))
        .isEqualTo("It's $HOME");
  }
}
