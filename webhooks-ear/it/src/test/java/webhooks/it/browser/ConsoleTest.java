package webhooks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import webhooks.it.harness.Places;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.identity.Keycloak;
import webhooks.it.identity.KeycloakRealm;
import webhooks.it.identity.KeycloakTokens.Client;
import webhooks.it.identity.KeycloakTokens.User;

/**
 * Runs one product and one Keycloak for all suites of the console in this process, and a browser
 * for each test. Fails if the browser notes an error of a script or a breach of the policy.
 */
abstract class ConsoleTest {
  private static final String CLIENT = "webhooks-console";

  /** Statistics and searches that the API puts off while those of the screen before are read. */
  private static final Pattern BUSY =
      Pattern.compile("/(statistics|recover|deliveries).* status of 503 ");

  static KeycloakRealm realm;
  static TestEnvironment environment;
  static String console;

  final String account = "account-" + UUID.randomUUID();
  final User administrator = operatorOf(account);
  private final Client application = realm.application(account);
  final String token = realm.tokens().of(application, KeycloakRealm.MODIFY);
  final Inbox inbox = environment.receiver().inbox();
  Browser browser;

  /** Starts Keycloak and the product for the first suite of this process. */
  @BeforeAll
  static synchronized void start() {
    if (environment != null) {
      return;
    }
    String name = "console-" + Places.fork();
    realm = new KeycloakRealm(new Keycloak(name + "-keycloak").start());
    TestEnvironment started = TestEnvironment.named(name);
    started
        .product()
        .with("mp.jwt.verify.issuer", realm.issuer())
        .with("mp.jwt.verify.publickey.location", realm.keys())
        .with("mp.jwt.verify.audiences", KeycloakRealm.AUDIENCE)
        .with("webhooks.token.preset", "keycloak")
        .with("webhooks.token.operator-roles", KeycloakRealm.OPERATOR)
        .with("webhooks.delivery.retry-schedule", "PT0.2S,PT0.2S")
        .with("webhooks.console.client-id", CLIENT)
        .with("webhooks.verification", "optional")
        .with("webhooks.portal.enabled", "true")
        .with("webhooks.console.scope", "openid webhooks:modify webhooks:admin");
    started.start();
    console = "http://127.0.0.1:" + started.product().port() + "/console/";
    realm.allowConsole(CLIENT, URI.create(console));
    environment = started;
  }

  @BeforeEach
  void openBrowser() {
    browser = new Browser("browser");
    browser.appear(1440, false);
  }

  @AfterEach
  void closeBrowser() {
    try {
      assertThat(browser.problems())
          .as("errors in the browser")
          .allMatch(problem -> BUSY.matcher(problem).find());
    } finally {
      browser.close();
    }
  }

  void logIn(User user) {
    logInAtIssuer(user);
    browser.awaitText("Log out");
  }

  /** Logs in at Keycloak, and leaves it to the test what the console shows then. */
  void logInAtIssuer(User user) {
    browser.open(console);
    browser.press("Log in");
    browser.type("#username", user.name());
    browser.type("#password", user.password());
    browser.click("#kc-login");
  }

  /** Goes to a place of the console without a new page. */
  void go(String place) {
    browser.open(console + "#/" + place);
  }

  /** Goes to a place, and checks it by axe when it shows this text. */
  void openExamined(String place, String text) {
    go(place);
    browser.awaitText(text);
    browser.assertAccessible();
  }

  /** Replaces the text of a field. */
  void fill(String css, String text) {
    browser.awaitElement(css);
    browser.evaluate(
        """
        (field => {
          field.value = '%s';
          field.dispatchEvent(new Event('input', {bubbles: true}));
        })(document.querySelector('%s'))"""
            .formatted(text, css));
  }

  /** Calls a function of JavaScript with a module of the console, and returns its value. */
  JsonValue withModule(String file, String function) {
    return browser.evaluate(
        "import(document.querySelector('script[src$=\"app.js\"]').src.replace('app.js', '%s')).then(%s)"
            .formatted(file, function));
  }

  /**
   * Answers requests of the page from now on.
   *
   * @param answer a function of JavaScript: it returns the status and the body for a URL and the
   *     options of the request, or nothing if the request is to go to the server
   */
  void intercept(String answer) {
    browser.evaluate(
        """
        (answer => {
          const network = window.fetch.bind(window);
          window.fetch = async (url, options) => {
            const given = await answer(new URL(url, location), options);
            return given ? new Response(JSON.stringify(given.body),
              {status: given.status ?? 200, headers: {'Content-Type': 'application/json'}})
              : network(url, options);
          };
        })("""
            + answer
            + ")");
  }

  /** Waits until the page says what an act has done, and has the focus on this text. */
  void awaitAnnounced(String text) {
    await("the focus on: " + text)
        .until(
            () ->
                browser
                    .evaluate(
                        "document.activeElement.matches('[role=status]')"
                            + " && document.activeElement.innerText")
                    .toString(),
            focused -> focused.contains(text));
  }

  /** Returns the name that the console gives a webhook at the URL of the inbox. */
  String nameOf(String webhook) {
    URI url = inbox.url();
    return url.getAuthority() + url.getPath() + " (…" + webhook.substring(30) + ")";
  }

  /** Waits until the button with this text has the focus. */
  void awaitFocusOn(String button) {
    await("the focus on the button " + button)
        .until(
            () -> browser.evaluate("document.activeElement.innerText").toString(),
            focused -> focused.equals('"' + button + '"'));
  }

  /** Waits until no button leads out of the dialog, and tries to close it by key. */
  void assertDialogStays() {
    await("all buttons of the dialog are off")
        .until(() -> browser.count("dialog > :is(header, footer) > button:disabled") == 3);
    // The first Esc can be refused, the second one closes any dialog.
    browser.key(Browser.ESCAPE);
    browser.key(Browser.ESCAPE);
  }

  String register(URI url) {
    return register(Application.Body.ofAccount(url));
  }

  /** Registers an active webhook on a new iTwin of another account, on which the owner may. */
  String registerOnITwin(String iTwinsAccount) {
    UUID iTwin = UUID.randomUUID();
    String path = "/admin/itwins/" + iTwin;
    String operator = operator();
    environment
        .api()
        .put(path)
        .as(operator)
        .json("{\"accountId\":\"" + iTwinsAccount + "\"}")
        .send()
        .is(204);
    environment
        .api()
        .put(path + "/permissions/" + application.clientId())
        .as(operator)
        .json("{\"permissions\":[\"webhooks_maintainer\"]}")
        .send()
        .is(204);
    return register(Application.Body.ofITwin(inbox.url(), iTwin));
  }

  /** Blocks a webhook, client or account, whose id is given as it is in a path. */
  void block(String kind, String id) {
    environment.api().put("/admin/blocks/" + kind + "/" + id).as(operator()).send().is(204);
  }

  private static String operator() {
    return realm.tokens().of(realm.application("operators"), KeycloakRealm.ADMIN);
  }

  private String register(JsonObject body) {
    JsonObject webhook =
        environment.api().post("/webhooks").as(token).json(body.toString()).send().is(202).json();
    Secrets.remember(webhook.getString("secret"));
    String id = webhook.getString("id");
    setActive(id, true);
    return id;
  }

  /** Activates or deactivates a webhook, as its owner. */
  void setActive(String webhook, boolean active) {
    environment
        .api()
        .patch("/webhooks/" + webhook)
        .as(token)
        .json("{\"active\":%s}".formatted(active))
        .send()
        .is(200);
  }

  /** Checks that the browser has noted nothing but answers of this status, and forgets them. */
  void assertOnlyAnswered(int status) {
    assertThat(browser.problems())
        .allMatch(
            problem ->
                problem.contains(" status of " + status + " ") || BUSY.matcher(problem).find());
  }

  JsonObject get(String path, int status) {
    return environment.api().get(path).as(token).send().is(status).json();
  }

  /** Returns the id of the client that owns the webhooks. */
  String clientId() {
    return application.clientId();
  }

  /** Registers an administrator of an account. */
  static User administratorOf(String anyAccount) {
    return realm.user("maria-" + UUID.randomUUID(), anyAccount, KeycloakRealm.ADMINISTRATOR);
  }

  /** Registers an administrator of an account who is an operator of the service too. */
  static User operatorOf(String anyAccount) {
    String name = "maria-" + UUID.randomUUID();
    return realm.user(name, anyAccount, KeycloakRealm.ADMINISTRATOR, KeycloakRealm.OPERATOR);
  }

  /** Registers a user of the test's account without a role. */
  User guest() {
    return realm.user("guest-" + UUID.randomUUID(), account);
  }

  JsonObject deliveries(String webhook, String status) {
    return get("/webhooks/" + webhook + "/deliveries?status=" + status, 200);
  }

  /** Waits for a delivery of this status and returns its id. */
  String awaitDelivery(String webhook, String status) {
    return await(status)
        .until(
            () -> deliveries(webhook, status).getJsonArray("deliveries"), list -> !list.isEmpty())
        .getJsonObject(0)
        .getString("id");
  }

  /** Keeps the new secret that the page shows out of the output of tests. */
  void rememberSecret() {
    String shown = browser.awaitText("It is shown only now.");
    Secrets.remember(shown.replaceFirst("(?s).*\\b([0-9a-f]{64})\\b.*", "$1"));
  }
}
