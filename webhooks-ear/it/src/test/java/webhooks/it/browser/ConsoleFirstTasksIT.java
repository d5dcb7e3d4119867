package webhooks.it.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonString;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.InBrowser;

/**
 * The five tasks that a person has first, on a wide and on a narrow window. Prints the clicks and
 * the seconds of each; only the clicks are bounded, because a busy machine is slow.
 */
@InBrowser
class ConsoleFirstTasksIT extends ConsoleTest {
  private static final String SEARCH = "main input[type=search]";
  private static final int MAX_TABS = 60;

  private long begun;
  private long examining;

  /** Logs in, sets the width of the window, and begins to count clicks and time. */
  private void begin(int width, String shown) {
    logIn(administrator);
    browser.appear(width, false);
    browser.awaitElement(shown);
    examine();
    browser.clicks();
    begun = System.nanoTime();
    examining = 0;
  }

  /** Checks the present screen or dialog by axe. That takes no time of the task. */
  private void examine() {
    long before = System.nanoTime();
    browser.assertAccessible();
    examining += System.nanoTime() - before;
  }

  private void done(String task, int maxClicks) {
    double seconds = (System.nanoTime() - begun - examining) / 1e9;
    int clicks = browser.clicks();
    Object width = browser.evaluate("innerWidth");
    System.out.printf(
        "console first task: %s, %s px: %d clicks, %.1f s%n", task, width, clicks, seconds);
    assertThat(clicks).as(task).isLessThanOrEqualTo(maxClicks);
  }

  private String registerFailing() {
    inbox.respondWith(503);
    String webhook = register(inbox.url());
    environment.producer().publish(Event.ofAccount(account));
    awaitDelivery(webhook, "exhausted");
    return webhook;
  }

  private void awaitRows(int count) {
    await(count + " rows").until(() -> browser.count("tbody tr") == count);
  }

  private void awaitNoDialog() {
    await("no dialog").until(() -> browser.count("dialog") == 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 375})
  void seesWhyAndSinceWhenAWebhookFails(int width) {
    registerFailing();
    begin(width, "tbody .badge.exhausted");
    assertThat(browser.textOf("tbody td:nth-child(2)")).contains("Failing", "since ");

    browser.click("tbody a.target");

    assertThat(browser.awaitText("3 attempts failed in a row."))
        .contains("HTTP 503", "since ", "Its own log should say why");
    done("why and since when a webhook fails", 1);
    examine();
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 375})
  void fixesTheUrlAndResendsTheLastHour(int width) {
    Inbox repaired = environment.receiver().inbox();
    String webhook = registerFailing();
    begin(width, "tbody tr");

    browser.click("tbody a.target");
    browser.press("Edit");
    fill("#edit-url", repaired.url().toString());
    browser.awaitText("go to the new URL");
    examine();
    browser.click("dialog footer .primary");
    awaitAnnounced("Saved: " + repaired.url().getAuthority());
    browser.press("Recover deliveries");
    browser.fillTime("dialog input[type=datetime-local]", LocalDateTime.now().minusHours(1));
    browser.awaitText("To be sent again: 1 delivery.");
    examine();
    browser.press("Recover");
    browser.awaitText("Pending again: 1 delivery.");

    done("fix the URL and resend the last hour", 6);
    examine();
    awaitDelivery(webhook, "succeeded");
    assertThat(repaired.receipts()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 375})
  void createsTestsAndActivates(int width) throws IOException, InterruptedException {
    begin(width, ".empty");
    browser.evaluate("navigator.clipboard.writeText = async text => { window.copied = text; }");

    browser.press("Create");
    fill("#url", inbox.url().toString());
    browser.type(".pick input[type=search]", Event.CREATED);
    browser.click(".options input");
    browser.awaitText("1. Create it");
    examine();
    browser.click("section.card .toolbar button");
    await("the command").until(() -> browser.evaluate("window.copied") instanceof JsonString);
    runInShell(((JsonString) browser.evaluate("window.copied")).getString());
    browser.press("Webhooks");
    browser.click("tbody a.target");
    browser.press("Send a test event");
    browser.awaitElement("#test-type");
    examine();
    browser.click("dialog footer .primary");
    browser.awaitText("The receiver confirmed the test event.");
    examine();
    browser.press("Close");
    awaitNoDialog();
    browser.press("Activate");
    browser.awaitText("Activate this webhook?");
    examine();
    browser.click("dialog footer .primary");
    awaitAnnounced("is active.");

    done("create, test, activate", 10);
    assertThat(get("/webhooks", 200).getJsonArray("webhooks").getJsonObject(0).getBoolean("active"))
        .isTrue();
  }

  /** Only a service application may create a webhook, so this step alone leaves the console. */
  private void runInShell(String command) throws IOException, InterruptedException {
    ProcessBuilder shell = new ProcessBuilder("sh", "-euc", command).redirectErrorStream(true);
    shell.environment().put("TOKEN", token);
    Process process = shell.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    Secrets.remember(output.replaceFirst("(?s).*\\b([0-9a-f]{64})\\b.*", "$1"));
    assertThat(process.waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 375})
  void rotatesTheSecret(int width) {
    register(inbox.url());
    begin(width, "tbody tr");

    browser.click("tbody a.target");
    browser.press("Rotate the secret");
    browser.awaitText("Keep the old secret valid for");
    examine();
    browser.click("dialog footer .primary");
    rememberSecret();
    examine();
    browser.click("dialog .secret button");
    browser.press("I have kept it");
    awaitNoDialog();

    done("rotate the secret", 5);
  }

  @Test
  void rotatesTheSecretByKeyboardAlone() {
    String webhook = register(inbox.url());
    begin(1440, "tbody tr");

    tabTo("each.matches('a.target')");
    browser.key(Browser.ENTER);
    await("the page of the webhook")
        .until(() -> String.valueOf(browser.address().getFragment()).endsWith(webhook));
    browser.awaitText("Rotate the secret");
    tabTo("each.innerText === 'Rotate the secret'");
    browser.key(Browser.ENTER);
    browser.awaitElement("dialog");
    tabTo("each.matches('dialog footer .primary')");
    browser.key(Browser.ENTER);
    rememberSecret();
    tabTo("each.matches('dialog .secret button')");
    browser.key(Browser.ENTER);
    browser.awaitText("Copied");
    tabTo("each.matches('dialog footer .primary')");
    browser.key(Browser.ENTER);

    awaitNoDialog();
    awaitFocusOn("Rotate the secret");
    done("rotate the secret by keyboard alone", 0);
  }

  /** Presses the tabulator key until the focus is on the element that this condition names. */
  private void tabTo(String condition) {
    String reached = "(each => " + condition + ")(document.activeElement)";
    for (int i = 0; i < MAX_TABS; i++) {
      if (browser.evaluate(reached).toString().equals("true")) {
        return;
      }
      browser.key(Browser.TAB);
    }
    assertThat(browser.evaluate(reached).toString()).as(condition).isEqualTo("true");
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 375})
  void findsByIdByPayloadAndByTime(int width) {
    String webhook = register(inbox.url());
    Event wanted = Event.ofAccount(account).holding("{\"name\":\"a rare pump\"}");
    environment.producer().publish(wanted);
    environment.producer().publish(Event.ofAccount(account));
    await("both")
        .until(() -> deliveries(webhook, "succeeded").getJsonArray("deliveries").size() == 2);
    begin(width, "tbody tr");

    find(wanted.messageId().toString());
    openTheFound(wanted.messageId());
    done("find by message id", 3);

    restart();
    find("rare pump");
    browser.awaitText("Examined: ");
    openTheFound(wanted.messageId());
    done("find by payload", 3);

    restart();
    browser.press("All deliveries");
    browser.press("Last hour");
    await("the period").until(() -> browser.address().getFragment().contains("since="));
    awaitRows(2);
    done("find by time", 2);
    examine();
  }

  /** Goes back to the list of webhooks, where each search begins. */
  private void restart() {
    go("webhooks");
    browser.awaitText("1 webhook");
    browser.clicks();
    begun = System.nanoTime();
    examining = 0;
  }

  private void find(String text) {
    browser.press("All deliveries");
    awaitRows(2);
    browser.click(SEARCH);
    browser.type(SEARCH, text + Browser.ENTER);
    awaitRows(1);
    examine();
  }

  private void openTheFound(UUID messageId) {
    browser.click("tbody td a");
    browser.awaitText("Request body");
    assertThat(browser.awaitText("rare pump")).contains(messageId.toString());
    examine();
  }
}
