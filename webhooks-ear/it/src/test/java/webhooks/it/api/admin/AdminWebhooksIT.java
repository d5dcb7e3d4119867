package webhooks.it.api.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnPostgres;

/** Tests how administrators list, deactivate and recover webhooks of all accounts. */
class AdminWebhooksIT {
  private static final String SINCE = "{\"since\":\"2026-01-01T00:00:00Z\"}";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Administration administration = new Administration(environment);
  private final String ofAccount = "/admin/webhooks?accountId=" + application.account();

  private List<String> ids(String path) {
    return administration.all(path, "webhooks").stream().map(one -> one.getString("id")).toList();
  }

  @Test
  void listsAllClientsOfAnAccountNewestFirstInPages() {
    Application colleague = environment.application(application.account());
    String first = application.register(inbox).id();
    String second = colleague.create(Body.ofAccount(inbox.url())).id();
    String third = application.register(inbox).id();
    environment.application().register(inbox);

    assertThat(ids(ofAccount)).containsExactly(third, second, first);
    assertThat(ids(ofAccount + "&$top=1")).containsExactly(third, second, first);
    assertThat(ids(ofAccount + "&$top=2&active=true")).containsExactly(third, first);
    assertThat(ids(ofAccount + "&active=false")).containsExactly(second);
    assertThat(ids("/admin/webhooks?accountId=nobody")).isEmpty();
    administration
        .get("/admin/webhooks?accountId=")
        .isError(422, "InvalidRequest", "InvalidValue accountId");
  }

  @Test
  void newestOfAllAccountsComeFirst() {
    String older = application.register(inbox).id();
    String newer = environment.application().register(inbox).id();

    JsonObject page = administration.get("/admin/webhooks?$top=2").is(200).json();

    assertThat(page.getJsonArray("webhooks").getValuesAs(JsonObject.class))
        .extracting(one -> one.getString("id"))
        .containsExactly(newer, older);
    String self = page.getJsonObject("_links").getJsonObject("self").getString("href");
    assertThat(URLDecoder.decode(self, UTF_8)).isEqualTo("/admin/webhooks?$top=2");
  }

  @Test
  void showsOwnerWithoutSecretAndQuery() {
    UUID iTwin = application.createMaintainedITwin();
    URI url = URI.create(inbox.url() + "?key=credential");
    Registered webhook =
        application.activate(application.create(Body.ofITwin(url, iTwin, Event.DELETED)));
    JsonObject own = application.get(webhook).is(200).json();

    Answer answer = administration.get(ofAccount).is(200);

    assertThat(answer.body()).doesNotContain(webhook.secret()).doesNotContain("credential");
    JsonObject shown = answer.json().getJsonArray("webhooks").getJsonObject(0);
    assertThat(shown.keySet())
        .containsExactlyInAnyOrder(
            "id",
            "scope",
            "scopeId",
            "active",
            "callbackUrl",
            "eventTypes",
            "created",
            "modified",
            "clientId",
            "accountId",
            "failureStreak",
            "pending");
    assertThat(shown.getString("callbackUrl")).isEqualTo(inbox.url().toString());
    assertThat(shown.getString("clientId")).isEqualTo(application.clientId());
    assertThat(shown.getString("accountId")).isEqualTo(application.account());
    for (String same : List.of("id", "scope", "scopeId", "active", "eventTypes", "created")) {
      assertThat(shown.get(same)).as(same).isEqualTo(own.get(same));
    }
  }

  @Test
  void deletedWebhookIsGone() {
    Registered webhook = application.register(inbox);
    environment.api().delete("/webhooks/" + webhook.id()).as(application.token()).send().is(204);

    assertThat(ids(ofAccount)).isEmpty();
    administration.post(path(webhook, "deactivate")).isError(404, "WebhookNotFound");
    administration.post(path(webhook, "recover"), SINCE).isError(404, "WebhookNotFound");
  }

  private static String path(Registered webhook, String operation) {
    return "/admin/webhooks/" + webhook.id() + "/" + operation;
  }

  @Test
  void deactivatesWebhooksOfAllAccounts() {
    Registered webhook = application.register(inbox);

    JsonObject stopped = administration.post(path(webhook, "deactivate")).is(200).json();

    assertThat(stopped.getBoolean("active")).isFalse();
    assertThat(stopped.getString("deactivationReason")).isEqualTo("administrator");
    assertThat(administration.all(ofAccount, "webhooks")).containsExactly(stopped);
    JsonObject own = application.get(webhook).is(200).json();
    assertThat(own.getBoolean("active")).isFalse();
    assertThat(own.getString("modified")).isEqualTo(stopped.getString("modified"));
    assertThat(administration.post(path(webhook, "deactivate")).is(200).json())
        .as("a repeated deactivation changes nothing")
        .isEqualTo(stopped);
  }

  @Test
  void deactivatedWebhookGetsNothingUntilActivation() {
    Inbox other = environment.receiver().inbox();
    application.register(other);
    Registered webhook = application.register(inbox);
    administration.post(path(webhook, "deactivate")).is(200);
    Event missed = Event.ofAccount(application.account());
    environment.producer().publish(missed);
    other.awaitEvent(missed.messageId());

    application.activate(webhook);
    Event got = Event.ofAccount(application.account());
    environment.producer().publish(got);

    inbox.awaitEvent(got.messageId());
    assertThat(inbox.receipts(missed.messageId())).isEmpty();
    assertThat(administration.all(ofAccount, "webhooks").get(0))
        .doesNotContainKey("deactivationReason");
  }

  @Test
  void keepsTheOwnersReason() {
    Registered webhook = application.deactivate(application.register(inbox));

    assertThat(
            administration
                .post(path(webhook, "deactivate"))
                .is(200)
                .json()
                .getString("deactivationReason"))
        .isEqualTo("owner");
  }

  @Test
  void recoversDeliveriesOfAllAccounts() {
    inbox.respondWith(500);
    Registered webhook = application.register(inbox);
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    List<Event> lost = history.publishAndReceive(2);
    lost.forEach(event -> history.awaitStatus(event, "exhausted"));
    inbox.respondWith(204);

    JsonObject answer = administration.post(path(webhook, "recover"), SINCE).is(202).json();

    assertThat(answer.keySet()).containsExactly("recovered");
    assertThat(answer.getInt("recovered")).isEqualTo(2);
    lost.forEach(event -> history.awaitStatus(event, "succeeded"));
  }

  @Test
  void refusesRecoveryOfInactiveWebhookAfterTheBody() {
    Registered webhook = application.create(Body.ofAccount(inbox.url()));

    administration
        .post(path(webhook, "recover"), SINCE)
        .isError(422, "InvalidRequest", "InvalidValue active");
    administration
        .post(path(webhook, "recover"), "{\"status\":[\"succeeded\"]}")
        .isError(422, "InvalidRequest", "MissingRequiredProperty since", "InvalidValue status");
    administration
        .post(path(webhook, "recover"))
        .isError(422, "InvalidRequest", "MissingRequestBody");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-uuid", "0193f0c2-0000-7000-8000-000000000000"})
  void unknownWebhookIsNotFound(String id) {
    administration.post("/admin/webhooks/" + id + "/deactivate").isError(404, "WebhookNotFound");
    administration.post("/admin/webhooks/" + id + "/recover", "{}").isError(404, "WebhookNotFound");
  }

  @ParameterizedTest
  @CsvSource({
    "$top=0, $top",
    "$top=101, $top",
    "$top=x, $top",
    "active=yes, active",
    "active=TRUE, active",
    "active=true&active=, active",
    "accountId=a%0Ab, accountId",
    "continuationToken=abc, continuationToken"
  })
  void refusesABadParameterByItsName(String query, String target) {
    administration
        .get("/admin/webhooks?" + query)
        .isError(422, "InvalidRequest", "InvalidValue " + target);
  }

  @Test
  void refusesAllBadParametersAtOnce() {
    administration
        .get("/admin/webhooks?$top=-1&active=1&continuationToken=%00&accountId=" + "x".repeat(129))
        .isError(
            422,
            "InvalidRequest",
            "InvalidValue $top",
            "InvalidValue active",
            "InvalidValue continuationToken",
            "InvalidValue accountId");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /admin/webhooks?$top=x",
    "POST, /admin/webhooks/x/deactivate",
    "POST, /admin/webhooks/x/recover"
  })
  void assertAdministratorsOnly(String method, String path) {
    Administration.assertAdministratorsOnly(environment, method, path);
  }

  @Test
  @OnPostgres
  void listsAndDeactivatesUndecryptableWebhook() {
    Registered broken = application.register(inbox);
    Registered good = application.register(inbox);
    environment.database().corrupt(broken.id());

    List<JsonObject> shown = administration.all(ofAccount, "webhooks");

    assertThat(shown)
        .extracting(one -> one.getString("id"))
        .containsExactly(good.id(), broken.id());
    assertThat(shown.get(0)).containsKey("callbackUrl");
    assertThat(shown.get(1)).doesNotContainKey("callbackUrl");
    assertThat(administration.post(path(broken, "deactivate")).is(200).json().getBoolean("active"))
        .isFalse();
  }
}
