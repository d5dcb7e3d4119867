package webhooks.it.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.MailServer;

/** Mails about webhooks, by a mail server that needs STARTTLS and a login. */
class AlertsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PUBLIC_URL = "https://hooks.example.com";
  private static final Pattern LINK =
      Pattern.compile("(?m)^" + PUBLIC_URL + "/console/#/alerts/(\\w+)/([\\w-]{43})$");
  private static final String PASSWORD = "password-" + UUID.randomUUID();

  private static TestEnvironment environment;
  private static MailServer server;

  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final String name = "person-" + UUID.randomUUID();
  private final String email = name + "@example.com";

  @BeforeAll
  static void start() {
    environment = TestEnvironment.named("alerts");
    server = new MailServer(environment.authority());
    environment
        .product()
        .with("webhooks.public-url", PUBLIC_URL)
        .with("webhooks.console.client-id", "console")
        .with("webhooks.mail.host", "127.0.0.1")
        .with("webhooks.mail.port", Integer.toString(server.port()))
        .with("webhooks.mail.user", "webhooks")
        .with("webhooks.mail.password", PASSWORD)
        .with("webhooks.mail.from", "webhooks@example.com")
        .with("webhooks.mail.tls", "starttls")
        .with("webhooks.mail.trusted-certificates", environment.authority().pem().toString());
    environment.start();
  }

  @AfterAll
  static void stop() {
    environment.close();
    server.close();
  }

  private Answer create(String token, String more) {
    return environment
        .api()
        .post("/alerts")
        .as(token)
        .json("{\"email\":\"" + email + "\",\"alerts\":[\"webhookDeactivated\"]" + more + "}")
        .send();
  }

  private JsonObject list(String token) {
    return environment.api().get("/alerts").as(token).send().is(200).json();
  }

  private static void follow(String link, String token) {
    environment.api().post("/alerts/" + link).json("{\"token\":\"" + token + "\"}").send().is(204);
  }

  private List<String> mails() {
    return server.mails().stream().filter(mail -> mail.contains("To: <" + email)).toList();
  }

  private String awaitMail(int number) {
    await("mail " + number).atMost(LIMIT).until(() -> mails().size() >= number);
    return mails().get(number - 1);
  }

  private static String token(String mail, String link) {
    Matcher links = LINK.matcher(plain(mail));
    while (links.find()) {
      if (links.group(1).equals(link)) {
        return links.group(2);
      }
    }
    throw new AssertionError("No link " + link + " in " + mail);
  }

  /** Returns the plain text of a mail, decoded by RFC 2045. */
  private static String plain(String mail) {
    String part = mail.split("quoted-printable\r\n\r\n")[1].split("\r\n--")[0];
    String encoded = part.replace("=\r\n", "");
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      boolean isEscape = encoded.charAt(i) == '=' && i + 2 < encoded.length();
      text.write(
          isEscape ? Integer.parseInt(encoded.substring(i + 1, i + 3), 16) : encoded.charAt(i));
      i += isEscape ? 2 : 0;
    }
    return text.toString(UTF_8).replace("\r\n", "\n");
  }

  private Registered confirmAndDeactivate(String more) {
    create(application.token(), more).is(202);
    follow("confirm", token(awaitMail(1), "confirm"));
    Registered webhook = application.register(inbox);
    application.deactivate(webhook);
    return webhook;
  }

  @Test
  void recipientConfirmsGetsMailsAndUnsubscribes() {
    JsonObject created = create(application.token(), "").is(202).json();
    assertThat(created.getBoolean("confirmed")).isFalse();
    String first = awaitMail(1);
    assertThat(first)
        .contains("Auto-Submitted: auto-generated", "List-Unsubscribe: <" + PUBLIC_URL);
    String token = token(first, "confirm");
    environment.api().get("/alerts/confirm").send().isError(405, "MethodNotAllowed");
    assertThat(list(application.token()).toString()).contains("\"confirmed\":false", email);

    follow("confirm", token);
    follow("confirm", token);
    follow("confirm", "x".repeat(43));

    assertThat(list(application.token()).toString()).contains("\"confirmed\":true");
    Registered webhook = application.register(inbox);
    describe(webhook, "<script>alert(1)</script>");
    application.deactivate(webhook);
    String second = awaitMail(2);
    assertThat(plain(second))
        .contains(webhook.id(), "It was deactivated, reason: owner.", inbox.url().getPath());
    assertThat(second.replace("=\r\n", ""))
        .contains("&lt;script&gt;")
        .doesNotContain(webhook.secret());

    follow("unsubscribe", token(second, "unsubscribe"));
    follow("unsubscribe", token(second, "unsubscribe"));

    assertThat(list(application.token()).getJsonArray("alerts")).isEmpty();
    application.deactivate(application.register(inbox));
    assertThat(mails()).hasSize(2);
    assertThat(audit())
        .contains("alert.created", "alert.confirmed", "alert.unsubscribed", created.getString("id"))
        .doesNotContain(name);
    assertThat(environment.product().log()).doesNotContain(name, token, PASSWORD);
  }

  private void describe(Registered webhook, String description) {
    application.setOptions(webhook, "{\"description\":\"" + description + "\"}");
  }

  private String audit() {
    return environment
        .api()
        .get("/admin/audit?accountId=" + application.account())
        .as(environment.tokens().administrator())
        .send()
        .is(200)
        .body();
  }

  @Test
  void alertsAreOfTheirOwner() {
    String alert = create(application.token(), "").is(202).json().getString("id");
    Application other = environment.application(application.account());
    String administrator = environment.tokens().accountAdministrator(application.account());
    String stranger = environment.tokens().accountAdministrator("account-" + UUID.randomUUID());

    assertThat(list(other.token()).getJsonArray("alerts")).isEmpty();
    assertThat(list(stranger).getJsonArray("alerts")).isEmpty();
    assertThat(list(administrator).getJsonArray("alerts")).hasSize(1);
    for (String token : List.of(other.token(), stranger)) {
      environment.api().delete("/alerts/" + alert).as(token).send().isError(404, "AlertNotFound");
    }
    environment.api().delete("/alerts/" + alert).as(administrator).send().is(204);
    assertThat(list(application.token()).getJsonArray("alerts")).isEmpty();
  }

  @Test
  void refusesWebhooksOfOthersAndTheBacklog() {
    Registered foreign = environment.application().register(inbox);

    create(application.token(), ",\"webhookId\":\"" + foreign.id() + "\"")
        .isError(422, "InvalidRequest", "InvalidValue webhookId");
    environment
        .api()
        .post("/alerts")
        .as(application.token())
        .json("{\"email\":\"" + email + "\",\"alerts\":[\"backlogHigh\"]}")
        .send()
        .isError(401, "Unauthorized");
    environment
        .api()
        .post("/alerts")
        .as(application.token())
        .json("{\"email\":\"a\\r\\nBcc: b@example.com\",\"alerts\":[]}")
        .send()
        .isError(422, "InvalidRequest", "InvalidValue email", "InvalidValue alerts");
  }

  @Test
  void alertOfAWebhookIsAboutNoOther() {
    Registered webhook = application.register(inbox);
    Registered other = confirmAndDeactivate(",\"webhookId\":\"" + webhook.id() + "\"");
    application.deactivate(webhook);

    assertThat(plain(awaitMail(2))).contains(webhook.id()).doesNotContain(other.id());
  }

  @Test
  void mailServerThatHangsDelaysNothing() {
    server.hang(true);
    try {
      create(application.token(), "").is(202);
      Optional<Event> last = Optional.empty();
      application.register(inbox);
      for (int i = 0; i < 20; i++) {
        Event event = Event.ofAccount(application.account());
        environment.producer().publish(event);
        last = Optional.of(event);
      }
      inbox.awaitEvent(last.orElseThrow().messageId());
    } finally {
      server.hang(false);
    }
    await("mail after the hang").atMost(Duration.ofMinutes(3)).until(() -> !mails().isEmpty());
  }

  @Test
  void mailServerThatRefusesIsTriedAgain() {
    server.refuse(true);
    try {
      create(application.token(), "").is(202);
      await("refusal")
          .atMost(LIMIT)
          .until(
              () ->
                  Pattern.compile("webhooks_mails_total\\{result=\"refused\"} [1-9]")
                      .matcher(environment.api().get("/metrics").send().body())
                      .find());
    } finally {
      server.refuse(false);
    }
    assertThat(mails()).isEmpty();
    assertThat(environment.product().log()).doesNotContain(name);
  }
}
