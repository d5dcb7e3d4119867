package webhooks.it.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** The search of webhooks, their figures in one request, and the operator's view of deliveries. */
class FindWebhooksIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Administration administration = new Administration(environment);

  private Answer get(String path) {
    return environment.api().get(path).as(application.token()).send();
  }

  private static List<String> ids(JsonObject page) {
    return page.getJsonArray("webhooks").getValuesAs(JsonObject.class).stream()
        .map(one -> one.containsKey("webhook") ? one.getJsonObject("webhook") : one)
        .map(one -> one.getString("id"))
        .toList();
  }

  private Registered at(String url) {
    return application.create(Body.ofAccount(URI.create(url)));
  }

  @Test
  void findsWebhooksInAnyOrder() {
    Registered b = at("https://b.example.com/orders?key=topsecret");
    Registered a = at("https://a.example.com/orders");
    Registered c = at("https://c.example.com/invoices");
    application.activate(c);
    application.setOptions(c, "{\"description\":\"Billing in Berlin\"}");

    JsonObject found = get("/webhooks?search=orders&sort=host").is(200).json();
    assertThat(ids(found)).containsExactly(a.id(), b.id());
    assertThat(found.getBoolean("complete")).isTrue();
    assertThat(found.getJsonArray("webhooks").getJsonObject(0))
        .as("the object of version 2")
        .isEqualTo(application.get(a).is(200).json());
    assertThat(ids(get("/webhooks?search=BERLIN").is(200).json())).containsExactly(c.id());
    assertThat(ids(get("/webhooks?search=topsecret").is(200).json())).isEmpty();
    assertThat(ids(get("/webhooks?state=active").is(200).json())).containsExactly(c.id());
    assertThat(ids(get("/webhooks?state=inactive").is(200).json())).containsExactly(a.id(), b.id());
    assertThat(get("/webhooks").is(200).json().keySet()).containsExactly("webhooks");
    List<String> paged = new ArrayList<>();
    String next = "/webhooks?sort=host&$top=1";
    while (next != null) {
      JsonObject page = get(next).is(200).json();
      paged.addAll(ids(page));
      next = Administration.next(page);
    }
    assertThat(paged).containsExactly(a.id(), b.id(), c.id());
  }

  @Test
  void findsWebhooksByTheirIds() {
    Registered one = at("https://a.example.com/orders?key=topsecret");
    at("https://b.example.com/");
    Registered other = at("https://c.example.com/");
    Application stranger = environment.application(application.account());
    Registered ofStranger = stranger.create(Body.ofAccount(URI.create("https://d.example.com/")));
    String ids =
        "?ids=" + other.id() + "," + one.id() + "," + ofStranger.id() + "," + UUID.randomUUID();

    JsonObject found = get("/webhooks" + ids).is(200).json();
    assertThat(ids(found)).containsExactly(other.id(), one.id());
    assertThat(found.getJsonArray("webhooks").getJsonObject(1))
        .isEqualTo(application.get(one).is(200).json());
    assertThat(ids(get("/webhooks/statistics" + ids).is(200).json()))
        .containsExactly(other.id(), one.id());
    assertThat(ids(administration.get("/admin/webhooks" + ids).is(200).json()))
        .containsExactly(ofStranger.id(), other.id(), one.id());
  }

  @Test
  void findsWebhooksByAPatternOfTheType() {
    Registered matching = at("https://a.example.com/");
    at("https://b.example.com/");
    application.setOptions(matching, "{\"eventTypePatterns\":[\"issues.**\"]}");
    String query = "?eventType=issues.issueCreated.v1";

    assertThat(ids(get("/webhooks" + query).is(200).json())).containsExactly(matching.id());
    assertThat(ids(get("/webhooks/statistics" + query).is(200).json()))
        .containsExactly(matching.id());
    String ofAccount = "/admin/webhooks" + query + "&accountId=" + application.account();
    assertThat(ids(administration.get(ofAccount).is(200).json())).containsExactly(matching.id());
  }

  @Test
  void refusesUnknownConditions() {
    get("/webhooks?state=ok&sort=x&search=%20&ids=x")
        .isError(
            422,
            "InvalidRequest",
            "InvalidValue ids",
            "InvalidValue sort",
            "InvalidValue search",
            "InvalidValue state");
    get("/webhooks?find=x").isError(422, "InvalidRequest", "InvalidProperty find");
  }

  @Test
  void showsAPageWithItsFiguresInOneRequest() {
    Registered failing = application.register(inbox);
    DeliveryHistory history = new DeliveryHistory(environment, application, failing, inbox);
    history.publishAndReceive(2).forEach(event -> history.awaitStatus(event, "succeeded"));
    inbox.respondWith(500);
    history.awaitStatus(history.publishAndReceive(1).get(0), "exhausted");
    Registered inactive = at("https://a.example.com/");

    JsonObject page = get("/webhooks/statistics?window=P1D&sort=failing").is(200).json();

    assertThat(page.getString("bucket")).isEqualTo("PT1H");
    assertThat(ids(page)).containsExactly(failing.id(), inactive.id());
    JsonObject first = page.getJsonArray("webhooks").getJsonObject(0);
    assertThat(first.getString("state")).isEqualTo("failing");
    assertThat(first.getString("failingSince")).isEqualTo(first.getString("since"));
    assertThat(first.getJsonObject("deliveries").getInt("succeeded")).isEqualTo(2);
    assertThat(first.getJsonObject("deliveries").getInt("exhausted")).isEqualTo(1);
    assertThat(first.getInt("consecutiveFailures")).isEqualTo(3);
    assertThat(first.getJsonArray("buckets")).hasSize(24);
    assertThat(first.getJsonObject("lastError").getInt("statusCode")).isEqualTo(500);
    JsonObject second = page.getJsonArray("webhooks").getJsonObject(1);
    assertThat(second.getString("state")).isEqualTo("inactive");
    assertThat(second.getJsonObject("pending").getInt("count")).isZero();
    JsonObject statistics = get("/webhooks/" + failing.id() + "/statistics").is(200).json();
    assertThat(statistics.getString("failingSince")).isEqualTo(first.getString("failingSince"));
    JsonObject health = get("/webhooks/" + failing.id() + "/health").is(200).json();
    assertThat(health.getString("failingSince")).isEqualTo(first.getString("failingSince"));
    get("/webhooks/statistics?window=P7D").isError(422, "InvalidRequest", "InvalidValue window");
  }

  @Test
  void operatorFindsWebhooksAndReadsTheirDeliveries() {
    Registered webhook = application.register(inbox);
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    String delivery =
        history.awaitStatus(history.publishAndReceive(1).get(0), "succeeded").getString("id");

    String search = "/admin/webhooks?state=active&sort=failing&search=" + webhook.id();
    assertThat(ids(administration.get(search).is(200).json())).containsExactly(webhook.id());
    String path = "/admin/webhooks/" + webhook.id() + "/deliveries";
    assertThat(administration.get(path).is(200).json().getJsonArray("deliveries"))
        .isEqualTo(history.list("").is(200).json().getJsonArray("deliveries"));
    assertThat(administration.get(path + "/" + delivery).is(200).json())
        .isEqualTo(history.get(delivery).is(200).json());
    administration.get(path + "/" + webhook.id()).isError(404, "DeliveryNotFound");

    assertThat(
            get("/webhooks/" + webhook.id() + "/audit?action=deliveries.read")
                .is(200)
                .json()
                .getJsonArray("acts")
                .getValuesAs(JsonObject.class))
        .extracting(act -> act.getString("detail", ""))
        .containsExactly("delivery=" + delivery, "");
    String account = application.account();
    String part = account.substring(1).toUpperCase(Locale.ROOT);
    assertThat(
            administration
                .get("/admin/accounts?search=" + part)
                .is(200)
                .json()
                .getJsonArray("accounts")
                .getValuesAs(JsonObject.class))
        .extracting(one -> one.getString("accountId"))
        .containsExactly(account);
  }

  @Test
  void unblockingActivatesWhatTheBlockStopped() {
    Registered webhook = application.register(inbox);
    Registered inactive = at("https://a.example.com/");
    String block = "/admin/blocks/client/" + application.clientId();
    String token = environment.tokens().administrator();
    JsonObject before = administration.get(block).is(200).json();
    assertThat(before.getBoolean("blocked")).isFalse();
    assertThat(before.getJsonObject("webhooks").getInt("count")).isEqualTo(2);
    assertThat(before.getJsonObject("active").getInt("count")).isEqualTo(1);

    environment.api().put(block).as(token).send().is(204);
    assertThat(administration.get(block).is(200).json().getBoolean("blocked")).isTrue();
    assertThat(ids(get("/webhooks?state=blocked").is(200).json()))
        .containsExactly(inactive.id(), webhook.id());
    JsonObject outcome =
        environment.api().delete(block + "?reactivate=true").as(token).send().is(200).json();

    assertThat(outcome.getInt("reactivated")).isEqualTo(1);
    assertThat(outcome.getBoolean("complete")).isTrue();
    assertThat(ids(get("/webhooks?state=active").is(200).json())).containsExactly(webhook.id());
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    history.awaitStatus(history.publishAndReceive(1).get(0), "succeeded");
    environment
        .api()
        .delete(block + "?reactivate=yes")
        .as(token)
        .send()
        .isError(422, "InvalidRequest", "InvalidValue reactivate");
  }
}
