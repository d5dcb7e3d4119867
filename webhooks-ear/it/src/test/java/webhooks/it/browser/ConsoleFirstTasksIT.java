package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.selection.InBrowser;

/** The first tasks by mouse, on a wide and on a narrow window. */
@InBrowser
class ConsoleFirstTasksIT extends FirstTasksTest {
  private static final String SEARCH = "main input[type=search]";

  @Override
  int spent() {
    return browser.clicks();
  }

  @Override
  void done(String task, int maxClicks) {
    done(task, "clicks", maxClicks);
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
    assertSentToTheRepaired(webhook);
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 375})
  void createsTestsAndActivates(int width) throws IOException, InterruptedException {
    begin(width, ".empty");
    keepCopies();

    browser.press("Create");
    fill("#url", inbox.url().toString());
    browser.type(".pick input[type=search]", Event.CREATED);
    browser.click(".options input");
    browser.awaitText("1. Create it");
    examine();
    browser.click("section.card .toolbar button");
    runTheCopied();
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
    assertActive();
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

  @ParameterizedTest
  @ValueSource(ints = {1440, 375})
  void findsByIdByPayloadAndByTime(int width) {
    findByIdAndByPayload(width, 3);

    browser.press("All deliveries");
    browser.press("Last hour");
    awaitPlace("since=");
    awaitRows(2);
    done("find by time", 2);
    examine();
  }

  @Override
  void find(String text) {
    browser.press("All deliveries");
    awaitRows(2);
    browser.click(SEARCH);
    browser.type(SEARCH, text + Browser.ENTER);
    awaitRows(1);
    examine();
  }

  @Override
  void openTheFound(UUID messageId) {
    browser.click("tbody td a");
    browser.awaitText("Request body");
    assertThat(browser.awaitText("rare pump")).contains(messageId.toString());
    examine();
  }
}
