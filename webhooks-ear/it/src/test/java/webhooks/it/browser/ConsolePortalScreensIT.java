package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.selection.InBrowser;
import webhooks.it.identity.KeycloakRealm;

/** The screens that a user of another application sees in the portal. */
@InBrowser
class ConsolePortalScreensIT extends ScreensTest {
  private static JsonObjectBuilder session() {
    return Json.createObjectBuilder().add("user", "anna").add("expires", "PT10M");
  }

  /** Makes a link to the portal by the application of this token. */
  private String link(String by, JsonObjectBuilder request) {
    String path =
        environment
            .api()
            .post("/portal-sessions")
            .as(by)
            .json(request.build().toString())
            .send()
            .is(201)
            .json()
            .getString("url");
    Secrets.remember(path.replaceFirst(".*#code=", ""));
    return "http://127.0.0.1:" + environment.product().port() + path;
  }

  private void openPortal(JsonObjectBuilder request) {
    browser.open(link(token, request));
    browser.awaitText("1 webhook");
  }

  private void showInPortal(String place, String text, String name) {
    browser.evaluate("location.hash = '#/" + place + "'");
    showWhen(text, name);
  }

  @Test
  void pagesAreAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    String delivery = deliverSome(webhook);
    openPortal(session());

    showInPortal("webhooks/" + webhook + "/options", "Not paused", "portal-options");
    showInPortal("webhooks/" + webhook + "/deliveries", "HTTP 503", "portal-deliveries");
    showInPortal(
        "webhooks/" + webhook + "/deliveries/" + delivery, "out of order", "portal-delivery");
    showInPortal("deliveries", "HTTP 503", "portal-all-deliveries");
    showInPortal("event-types", "What a receiver gets", "portal-event-types");
  }

  @Test
  void pagesToReadAreAccessibleInEveryAppearance() {
    String webhook = register(inbox.url());
    deliverSome(webhook);
    openPortal(session().add("readOnly", true));

    showInPortal("webhooks/" + webhook, "HTTP 503", "portal-read-only");
    showInPortal("webhooks/" + webhook + "/options", "Not set.", "portal-read-only-options");
    assertThat(browser.text()).doesNotContain("Each form says");
  }

  @Test
  void questionAboutAnotherAccountIsAccessibleInEveryAppearance() {
    register(inbox.url());
    String other = "other-" + account;
    String stranger = realm.tokens().of(realm.application(other), KeycloakRealm.MODIFY);
    openPortal(session());

    openLinkInThisTab(link(stranger, session()));
    browser.awaitText("Change the account?");
    showWhen("Somebody else's account is no place for your URLs", "portal-change-account");
    browser.press("Stay");
    browser.awaitText(account + " · anna");
  }

  @Test
  void questionAfterALoginIsAccessibleInEveryAppearance() {
    register(inbox.url());
    logIn(administrator);

    openLinkInThisTab(link(token, session()));
    browser.awaitText("Change the account?");
    showWhen("You are logged in to the console in this tab.", "portal-change-login");
    browser.press("Open the link");
    browser.awaitText(account + " · anna");
  }

  private void openLinkInThisTab(String link) {
    browser.evaluate("location.href = " + Json.createValue(link));
  }
}
