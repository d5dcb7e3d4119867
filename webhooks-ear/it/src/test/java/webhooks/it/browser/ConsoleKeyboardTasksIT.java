package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.selection.InBrowser;

/** The first tasks by keyboard alone, on a wide and on a narrow window. */
@InBrowser
class ConsoleKeyboardTasksIT extends FirstTasksTest {
  private static final String WEBHOOK = "tbody a.target";
  private static final String DONE = "dialog footer .primary";
  private static final String SPACE = " ";

  private Keyboard keyboard;

  @BeforeEach
  void takeKeyboard() {
    keyboard = browser.keyboard();
  }

  @Override
  int spent() {
    return keyboard.keys();
  }

  @Override
  void done(String task, int maxKeys) {
    assertThat(browser.clicks()).as("clicks").isZero();
    done(task + ", by keyboard", "keys", maxKeys);
  }

  /** Follows the link or presses the button that has this text. */
  private void press(String text) {
    keyboard.tabToText(text);
    keyboard.press(Browser.ENTER);
  }

  private void pressElement(String css) {
    keyboard.tabTo(css);
    keyboard.press(Browser.ENTER);
  }

  private void openTheWebhook(String id) {
    browser.awaitElement(WEBHOOK);
    pressElement(WEBHOOK);
    awaitPlace("webhooks/" + id);
    browser.awaitElement("main .actions button");
  }

  /** Goes to a page of the navigation, which is before the heading. */
  private void navigateTo(String page, String shown) {
    keyboard.tabBackToText(page);
    keyboard.press(Browser.ENTER);
    browser.awaitElement(shown);
    awaitFocusIn("h1");
  }

  private void awaitFocusIn(String css) {
    browser.awaitElement(css + ":focus");
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 375})
  void seesWhyAndSinceWhenAWebhookFails(int width) {
    String webhook = registerFailing();
    begin(width, "tbody .badge.exhausted");
    assertThat(browser.textOf("tbody td:nth-child(2)")).contains("Failing", "since ");

    openTheWebhook(webhook);

    assertThat(browser.awaitText("3 attempts failed in a row."))
        .contains("HTTP 503", "since ", "Its own log should say why");
    done("why and since when a webhook fails", 6);
    examine();
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 375})
  void fixesTheUrlAndResendsTheLastHour(int width) {
    String webhook = registerFailing();
    begin(width, "tbody tr");

    openTheWebhook(webhook);
    press("Edit");
    awaitFocusIn("#edit-url");
    // While the list loads, what follows the URL is another element, and so is the way back.
    browser.awaitElement("dialog .options input");
    keyboard.selectAll();
    keyboard.type(repaired.url().toString());
    browser.awaitText("go to the new URL");
    examine();
    keyboard.press(Browser.ENTER);
    awaitAnnounced("Saved: " + repaired.url().getAuthority());
    press("Recover deliveries");
    browser.awaitText("To be sent again: 1 delivery.");
    press("Last hour");
    assertThat(
            browser.evaluate(
                "Date.now() - new Date(document.querySelector("
                    + "'dialog input[type=datetime-local]').value) < 62 * 60000"))
        .isEqualTo(JsonValue.TRUE);
    press("Skip to the number of deliveries");
    browser.awaitText("To be sent again: 1 delivery.");
    examine();
    press("Recover");
    awaitAnnounced("Pending again: 1 delivery.");

    done("fix the URL and resend the last hour", 26);
    examine();
    assertSentToTheRepaired(webhook);
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 375})
  void createsTestsAndActivates(int width) throws IOException, InterruptedException {
    begin(width, ".empty");
    keepCopies();

    navigateTo("Create", "#url");
    keyboard.tabTo("#url");
    keyboard.type(inbox.url().toString());
    keyboard.tabTo(".pick input[type=search]");
    keyboard.type(Event.CREATED);
    keyboard.tabTo(".options input");
    keyboard.press(SPACE);
    browser.awaitText("1. Create it");
    examine();
    press("Skip to the commands");
    pressElement("section.card .toolbar button");
    runTheCopied();
    press("See the new webhook in the list");
    openTheWebhook("");
    press("Send a test event");
    browser.awaitElement("#test-type");
    examine();
    pressElement(DONE);
    awaitAnnounced("The receiver confirmed the test event.");
    examine();
    press("Close");
    awaitNoDialog();
    awaitFocusIn("main .actions button");
    keyboard.tabBackToText("Activate");
    keyboard.press(Browser.ENTER);
    browser.awaitText("Activate this webhook?");
    examine();
    pressElement(DONE);
    awaitAnnounced("is active.");

    done("create, test, activate", 42);
    assertActive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 375})
  void rotatesTheSecret(int width) {
    String webhook = register(inbox.url());
    begin(width, "tbody tr");

    openTheWebhook(webhook);
    press("Rotate the secret");
    browser.awaitText("Keep the old secret valid for");
    examine();
    pressElement(DONE);
    rememberSecret();
    examine();
    pressElement("dialog .secret button");
    browser.awaitText("Copied");
    pressElement(DONE);

    awaitNoDialog();
    awaitFocusOn("Rotate the secret");
    done("rotate the secret", 24);
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 375})
  void findsByIdByPayloadAndByTime(int width) {
    findByIdAndByPayload(width, 14);

    navigateTo("All deliveries", ".deliveries");
    awaitRows(2);
    press("Last hour");
    awaitPlace("since=");
    awaitRows(2);
    done("find by time", 15);
    examine();
  }

  @Override
  void find(String text) {
    navigateTo("All deliveries", ".deliveries");
    awaitRows(2);
    keyboard.tabTo("main input[type=search]");
    keyboard.type(text);
    keyboard.press(Browser.ENTER);
    awaitRows(1);
    examine();
  }

  @Override
  void openTheFound(UUID messageId) {
    press("Skip to the list");
    pressElement("tbody td a");
    browser.awaitText("Request body");
    assertThat(browser.awaitText("rare pump")).contains(messageId.toString());
    examine();
  }
}
