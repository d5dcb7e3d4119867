package webhooks.it.browser;

import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.selection.InBrowser;

/** The screens and dialogs of an account. */
@InBrowser
class ConsoleScreensIT extends ScreensTest {
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
    browser.press("Compare two attempts");
    showWhen("The excerpts are equal.", "compare");
    showPlace("deliveries", "HTTP 503", "all-deliveries");
    showPlace("events/" + messageOf(webhook, delivery), "It went to all other", "event");
    showPlace("webhooks/" + webhook + "/acts", "Activated", "history");
    showPlace("webhooks/" + webhook + "/options", "Not paused", "options");
    showPlace("webhooks/" + webhook + "/receiver", "verifyStandard", "receiver");
    showPlace("event-types", "What a receiver gets", "event-types");
    showPlace("alerts", "This service sends no mails.", "alerts-without-mail");
    go("create");
    browser.awaitText("Choose at least one event type.");
    browser.click(".options input");
    showWhen("What a receiver gets", "create");
    fill("#url", "https://receiver.example.com/hook");
    showWhen("1. Create it", "create-commands");
    showPlace("nowhere", "Nothing here", "not-found");
  }

  private String messageOf(String webhook, String delivery) {
    return get("/webhooks/" + webhook + "/deliveries/" + delivery, 200).getString("messageId");
  }

  @Test
  void everyDialogIsAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    String delivery = deliverSome(webhook);
    logIn(administrator);
    browser.awaitText("16.7 %");
    go("webhooks/" + webhook);

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
    closeDialog();
    go("webhooks/" + webhook + "/deliveries");
    browser.click("tbody input[type=checkbox]");
    showDialog("Redeliver the selected", "To be sent again now: 1 delivery.", "redeliver");
    go("webhooks/" + webhook + "/deliveries/" + delivery);
    showDialog("Copy as curl", "Secrets are masked by ***", "curl");
  }

  @Test
  void listsFitIntoWindowsOfAnyWidth() {
    String webhook = register(inbox.url());
    deliverSome(webhook);
    logIn(administrator);

    showBetween("webhooks", "16.7 %", "webhooks");
    showBetween("webhooks/" + webhook + "/deliveries", "HTTP 503", "deliveries");
    showBetween("deliveries", "HTTP 503", "all-deliveries");
    showBetween("operator/accounts?search=" + account, account, "operator-accounts");
    showBetween("operator/webhooks?accountId=" + account, account, "operator-webhooks");
    showBetween("operator/webhooks/" + webhook + "/deliveries", "HTTP 503", "operator-deliveries");
    showBetween("operator/audit?accountId=" + account, "deliveries.read", "operator-audit");
  }

  @Test
  void previewIsAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    environment
        .producer()
        .publish(
            List.of(
                Event.ofAccount(account),
                Event.ofAccount(account).holding("{\"result\":\"Failed\"}")));
    await("both")
        .until(() -> deliveries(webhook, "succeeded").getJsonArray("deliveries").size() == 2);
    environment
        .api()
        .patch("/webhooks/" + webhook + "/options")
        .as(token)
        .json("{\"filters\":[{\"exact\":{\"$.content.result\":\"Failed\"}}]}")
        .send()
        .is(200);
    logIn(administrator);
    go("webhooks/" + webhook + "/options");
    browser.press("Preview");
    browser.awaitText("1 of 2 events match.");
    showWhen("The request that would be sent", "dialog-preview");
  }

  /** The secret in the picture is none of a webhook. */
  @Test
  void newSecretIsAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    logIn(administrator);
    intercept(
        """
        url => url.pathname.endsWith('/rotate-secret') ? {body: {secret: '0123456789abcdef'.repeat(4),
          previousSecretValidUntil: new Date(Date.now() + 86400000).toISOString()}} : undefined""");
    go("webhooks/" + webhook);
    browser.press("Rotate the secret");
    browser.click("dialog footer .primary");
    showWhen("It is shown only now.", "dialog-secret");
    browser.click("dialog .secret button");
    browser.press("I have kept it");
  }

  /** This service has no mail server, so the list of addresses is made up. */
  @Test
  void alertsAreAccessibleInEveryAppearance() {
    logIn(administrator);
    intercept(
        """
        url => url.pathname.includes('/alerts') ? {body: {mail: true, alerts: [
          {id: 'a1', email: 'operations@example.com', confirmed: true,
            alerts: ['webhookFailing', 'webhookDeactivated']},
          {id: 'a2', email: 'integration@example.com', confirmed: false, alerts: ['certificateExpiring'],
            expires: new Date(Date.now() + 86400000).toISOString()}]}} : undefined""");
    showPlace("alerts", "integration@example.com", "alerts");
    browser.click("button[aria-label='Delete: operations@example.com']");
    showWhen("gets no more of these mails", "dialog-delete-alert");
    closeDialog();
    browser.open("about:blank");
    browser.open(console + "#/alerts/confirm/" + "t".repeat(43));
    showWhen("Confirm this address", "alert-confirm");
    browser.open("about:blank");
    browser.open(console + "#/alerts/unsubscribe/" + "t".repeat(43));
    showWhen("End these mails", "alert-unsubscribe");
  }
}
