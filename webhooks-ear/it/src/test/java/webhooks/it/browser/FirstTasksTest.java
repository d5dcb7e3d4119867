package webhooks.it.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonString;
import java.io.IOException;
import java.util.UUID;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.receiver.Inbox;

/**
 * The five tasks that a person has first. Prints the clicks or keys and the seconds of each; only
 * the clicks and keys are bounded, because a busy machine is slow.
 */
abstract class FirstTasksTest extends ConsoleTest {
  final Inbox repaired = environment.receiver().inbox();

  private long begun;
  private long examining;

  /** Logs in, sets the width of the window, and begins to count. */
  void begin(int width, String shown) {
    logIn(administrator);
    browser.appear(width, false);
    browser.awaitElement(shown);
    examine();
    count();
  }

  /** Goes back to the list of webhooks, where each search begins. */
  void restart() {
    go("webhooks");
    browser.awaitText("1 webhook");
    count();
  }

  private void count() {
    browser.clicks();
    spent();
    begun = System.nanoTime();
    examining = 0;
  }

  /** Returns how many clicks or keys there were since the last call. */
  abstract int spent();

  /** Checks the present screen or dialog by axe. That takes no time of the task. */
  void examine() {
    long before = System.nanoTime();
    browser.assertAccessible();
    examining += System.nanoTime() - before;
  }

  /** Finds a delivery by its message id and by a text of its body, and goes back to the start. */
  void findByIdAndByPayload(int width, int max) {
    Event wanted = deliverTwo();
    begin(width, "tbody tr");

    find(wanted.messageId().toString());
    openTheFound(wanted.messageId());
    done("find by message id", max);

    restart();
    find("rare pump");
    browser.awaitText("Examined: ");
    openTheFound(wanted.messageId());
    done("find by payload", max);
    restart();
  }

  /** Searches all deliveries for a text, until one row is left. */
  abstract void find(String text);

  /** Opens the delivery that was found, and checks that it has this event. */
  abstract void openTheFound(UUID messageId);

  /** Prints what the task took, and checks the number of clicks or keys. */
  abstract void done(String task, int max);

  void done(String task, String unit, int max) {
    double seconds = (System.nanoTime() - begun - examining) / 1e9;
    int spent = spent();
    Object width = browser.evaluate("innerWidth");
    System.out.printf(
        "console first task: %s, %s px: %d %s, %.1f s%n", task, width, spent, unit, seconds);
    assertThat(spent).as(task).isLessThanOrEqualTo(max);
  }

  String registerFailing() {
    inbox.respondWith(503);
    String webhook = register(inbox.url());
    environment.producer().publish(Event.ofAccount(account));
    awaitDelivery(webhook, "exhausted");
    return webhook;
  }

  /** Delivers two events, of which the returned one has a text that is searched for. */
  Event deliverTwo() {
    String webhook = register(inbox.url());
    Event wanted = Event.ofAccount(account).holding("{\"name\":\"a rare pump\"}");
    environment.producer().publish(wanted);
    environment.producer().publish(Event.ofAccount(account));
    await("both")
        .until(() -> deliveries(webhook, "succeeded").getJsonArray("deliveries").size() == 2);
    return wanted;
  }

  void assertSentToTheRepaired(String webhook) {
    awaitDelivery(webhook, "succeeded");
    assertThat(repaired.receipts()).hasSize(1);
  }

  void assertActive() {
    assertThat(get("/webhooks", 200).getJsonArray("webhooks").getJsonObject(0).getBoolean("active"))
        .isTrue();
  }

  void awaitRows(int count) {
    await(count + " rows").until(() -> browser.count("tbody tr") == count);
  }

  void awaitNoDialog() {
    await("no dialog").until(() -> browser.count("dialog") == 0);
  }

  void awaitPlace(String part) {
    await("a place with " + part)
        .until(() -> String.valueOf(browser.address().getFragment()).contains(part));
  }

  /** Keeps what the page copies from now on, because tests may not read the clipboard. */
  void keepCopies() {
    browser.evaluate("navigator.clipboard.writeText = async text => { window.copied = text; }");
  }

  /**
   * Runs the copied command in a shell. Only a service application may create a webhook, so this
   * step alone leaves the console.
   */
  void runTheCopied() throws IOException, InterruptedException {
    await("the command").until(() -> browser.evaluate("window.copied") instanceof JsonString);
    String command = ((JsonString) browser.evaluate("window.copied")).getString();
    ProcessBuilder shell = new ProcessBuilder("sh", "-euc", command).redirectErrorStream(true);
    shell.environment().put("TOKEN", token);
    Process process = shell.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    Secrets.remember(output.replaceFirst("(?s).*\\b([0-9a-f]{64})\\b.*", "$1"));
    assertThat(process.waitFor()).isZero();
  }
}
