package webhooks.it.browser;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.selection.InBrowser;

/** Looks at each screen in each appearance: its accessibility, and its picture. */
@InBrowser
class ConsoleScreensIT extends ConsoleTest {
  private static final int[] WIDTHS = {1440, 375};

  @Test
  void everyScreenIsAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    String delivery = deliverSome(webhook);
    browser.open(console);
    showWhen("Log in", "login");
    logIn(administrator);

    showWhen("16.7 %", "webhooks");
    showPlace("webhooks/" + webhook, "HTTP 503", "webhook");
    showPlace("webhooks/" + webhook + "/deliveries", "HTTP 503", "deliveries");
    showPlace("webhooks/" + webhook + "/deliveries/" + delivery, "out of order", "delivery");
    showPlace("deliveries", "HTTP 503", "all-deliveries");
    showPlace("events/" + messageOf(webhook, delivery), "It went to all other", "event");
    showPlace("webhooks/" + webhook + "/acts", "Activated", "history");
    showPlace("webhooks/" + webhook + "/options", "Not paused", "options");
    showPlace("webhooks/" + webhook + "/receiver", "verifyStandard", "receiver");
    showPlace("event-types", "What a receiver gets", "event-types");
    showPlace("alerts", "This service sends no mails.", "alerts");
    go("create");
    browser.awaitText("Choose at least one event type.");
    browser.click(".options input");
    showWhen("What a receiver gets", "create");
    showPlace("operator", "Running", "operator");
    showPlace("operator/accounts?search=" + account, account, "operator-accounts");
    showPlace("operator/webhooks?accountId=" + account, account, "operator-webhooks");
    showDialog("Block", "nobody can activate or test it", "block");
    showPlace("operator/blocks", "Blocked webhooks are inactive", "operator-blocks");
    showPlace("operator/rejected", "Messages that can never be accepted", "operator-rejected");
    showPlace("operator/audit", "webhook.created", "operator-audit");
    // Others have paths of this machine.
    showPlace("operator/settings?search=token", "webhooks.token.preset", "operator-settings");
    showPlace("nowhere", "Nothing here", "not-found");
  }

  @Test
  void everyDialogIsAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    deliverSome(webhook);
    logIn(administrator);
    browser.awaitText("16.7 %");
    browser.open(console + "#/webhooks/" + webhook);

    showDialog("Deactivate", "No delivery is pending.", "deactivate");
    showDialog("Edit", "iModels.iModelDeleted.v1", "edit");
    showDialog("Pause", "Then it resumes by itself.", "pause");
    showDialog("Send a test event", "Sends one event", "test");
    showDialog("Recover deliveries", "To be sent again: 1 delivery.", "recover");
    showDialog("Rotate the secret", "Keep the old secret valid for", "rotate");
    showDialog("Delete", "can't be undone", "delete");
    go("webhooks/" + webhook + "/options");
    browser.click("button[aria-label='Set: Headers']");
    showWhen("The value is secret", "dialog-option");
  }

  /** Ids of applications and accounts can be long, without a place for a line break. */
  @Test
  void longIdsFitIntoListsDialogsAndNotices() {
    logIn(administrator);
    intercept(
        """
        url => {
          const id = 'x'.repeat(255);
          const page = list => ({body: {...list, _links: {}}});
          if (url.pathname.endsWith('/admin/webhooks')) {
            return page({webhooks: [{id: 'w1', active: true, clientId: id, accountId: id}]});
          }
          if (url.pathname.endsWith('/admin/blocks')) {
            return page({blocks: [{kind: 'client', id, created: '2026-10-02T14:55:00Z', blockedBy: id}]});
          }
          return url.pathname.includes('/admin/blocks/') ? {status: 204} : undefined;
        }\
        """);
    go("operator/webhooks");
    browser.press("Block");
    browser.press("Application");
    assertEverythingFits("All active webhooks of the application xxx");
    browser.click("dialog input[type=checkbox]");
    browser.click("dialog footer .danger");
    assertEverythingFits("Blocked: application xxx");
    go("operator/blocks");
    assertEverythingFits("Remove the block");
  }

  private void assertEverythingFits(String text) {
    browser.awaitText(text);
    inEachAppearance(appearance -> browser.assertAccessible());
  }

  /** Delivers five events, and fails to deliver one more, whose delivery's id it returns. */
  private String deliverSome(String webhook) {
    for (int i = 0; i < 5; i++) {
      environment.producer().publish(Event.ofAccount(account));
    }
    await("five")
        .until(() -> deliveries(webhook, "succeeded").getJsonArray("deliveries").size() == 5);
    inbox.respondWith(503).respondWithBody("out of order".getBytes(StandardCharsets.UTF_8));
    environment.producer().publish(Event.ofAccount(account));
    return awaitDelivery(webhook, "exhausted");
  }

  private String messageOf(String webhook, String delivery) {
    return get("/webhooks/" + webhook + "/deliveries/" + delivery, 200).getString("messageId");
  }

  private void showPlace(String place, String text, String name) {
    browser.open(console + "#/" + place);
    showWhen(text, name);
  }

  private void showDialog(String button, String text, String name) {
    browser.press(button);
    showWhen(text, "dialog-" + name);
    browser.key(Browser.ESCAPE);
  }

  private void showWhen(String text, String name) {
    browser.awaitText(text);
    show(name);
  }

  /** Checks the page in each appearance, and takes its picture. */
  private void show(String name) {
    inEachAppearance(
        appearance -> {
          browser.assertAccessible();
          browser.photograph(
              Places.given("webhooks.it.screenshots").resolve(name + "-" + appearance + ".png"));
        });
  }

  private void inEachAppearance(Consumer<String> look) {
    for (int width : WIDTHS) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.appear(width, dark);
        look.accept(width + (dark ? "-dark" : "-light"));
      }
    }
    browser.appear(1440, false);
  }
}
