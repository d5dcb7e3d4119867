package webhooks.it.api;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.harness.selection.OnPostgres;

/** Tests lists of webhooks and their deletion. */
class ListAndDeleteIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  @Test
  void listsTheCallersWebhooksNewestFirst() {
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      created.add(application.create(Application.Body.ofAccount(inbox.url())).id());
    }
    Collections.reverse(created);

    List<JsonObject> listed = listWebhooks(application.token());

    assertThat(listed).extracting(one -> one.getString("id")).isEqualTo(created);
  }

  @Test
  void listedWebhookIsWhatGetAnswers() {
    Registered webhook = application.register(inbox);

    assertThat(listWebhooks(application.token()))
        .containsExactly(application.get(webhook).is(200).json());
  }

  @Test
  void clientWithoutWebhooksGetsAnEmptyList() {
    assertThat(listWebhooks(application.token())).isEmpty();
  }

  @Test
  void otherClientOfTheSameAccountSeesNoneOfThem() {
    application.register(inbox);

    assertThat(listWebhooks(environment.application(application.account()).token())).isEmpty();
  }

  @Test
  void administratorSeesAllOfTheAccountAndAnotherUserNone() {
    Application colleague = environment.application(application.account());
    String first = application.register(inbox).id();
    String second = colleague.register(inbox).id();
    environment.application().register(inbox);

    String user = application.draft().with("email", "user@example.test").rs256();
    String administrator = application.userToken("Account Administrator");

    assertThat(listWebhooks(user)).isEmpty();
    assertThat(listWebhooks(administrator))
        .extracting(one -> one.getString("id"))
        .containsExactly(second, first);
  }

  @NeedsServers
  @Test
  void tenThousandWebhooksOfAnAccountAreListedNewestFirst() {
    // Several clients share the work, because each has a rate limit.
    List<CompletableFuture<List<String>>> clients =
        Stream.generate(() -> environment.application(application.account()))
            .limit(4)
            .map(client -> supplyAsync(() -> createMany(client, 2_500)))
            .toList();
    List<List<String>> created = clients.stream().map(CompletableFuture::join).toList();
    String administrator = application.userToken("Account Administrator");

    List<String> listed =
        listWebhooks(administrator).stream().map(one -> one.getString("id")).toList();

    assertThat(listed).hasSize(10_000);
    assertThat(created).allSatisfy(ids -> assertThat(listed).containsSubsequence(ids));
  }

  /** Returns the ids from the newest to the oldest. */
  private List<String> createMany(Application client, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(client.create(Application.Body.ofAccount(inbox.url())).id());
    }
    Collections.reverse(ids);
    return ids;
  }

  @Test
  void deletedWebhookIsGone() {
    Registered webhook = application.register(inbox);

    Answer answer = delete(webhook).is(204);

    assertThat(answer.body()).isEmpty();
    application.get(webhook).isError(404, "WebhookNotFound");
    application.patch(webhook, "{\"active\":true}").isError(404, "WebhookNotFound");
    delete(webhook).isError(404, "WebhookNotFound");
    assertThat(listWebhooks(application.token())).isEmpty();
  }

  @Test
  void deletesUpdatedWebhookButNotItsTwin() {
    Registered webhook = application.register(inbox);
    Registered twin = application.register(inbox);
    application.patch(webhook, "{\"eventTypes\":[\"iModels.iModelDeleted.v1\"]}").is(200);

    delete(webhook).is(204);

    application.get(webhook).isError(404, "WebhookNotFound");
    assertThat(application.get(twin).is(200).json().getBoolean("active")).isTrue();
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    inbox.awaitEvent(event.messageId()).assertSignedWith(twin.secret());
  }

  @Test
  void identicalWebhooksEachGetTheEvent() {
    Registered first = application.register(inbox);
    Registered second = application.register(inbox);
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);

    assertThat(inbox.awaitEvent(event.messageId(), 2, Duration.ofSeconds(20)))
        .extracting(Receipt::text)
        .anyMatch(text -> text.contains(first.id()))
        .anyMatch(text -> text.contains(second.id()));
  }

  @Test
  void listsOnlyTheClientsOwnWebhooks() {
    Application other = environment.application(application.account());
    for (int i = 0; i < 50; i++) {
      other.create(Application.Body.ofAccount(inbox.url()));
    }
    String id = application.create(Application.Body.ofAccount(inbox.url())).id();

    assertThat(listWebhooks(application.token()))
        .extracting(one -> one.getString("id"))
        .containsOnly(id);
    assertThat(listWebhooks(other.token())).hasSize(50);
  }

  @Test
  void administratorDeletesAWebhookOfTheAccount() {
    Registered webhook = application.register(inbox);
    String administrator = application.userToken("Co-Administrator");

    environment.api().delete("/webhooks/" + webhook.id()).as(administrator).send().is(204);

    application.get(webhook).isError(404, "WebhookNotFound");
  }

  @Test
  void onlyItsOwnerDeletesAWebhook() {
    Registered webhook = application.register(inbox);
    Application colleague = environment.application(application.account());

    for (String id : List.of(webhook.id(), UUID.randomUUID().toString(), "no-uuid")) {
      environment
          .api()
          .delete("/webhooks/" + id)
          .as(colleague.token())
          .send()
          .isError(404, "WebhookNotFound");
    }
    application.get(webhook).is(200);
  }

  @Test
  void readingScopeListsAndDoesNotDelete() {
    Registered webhook = application.register(inbox);
    String reader = application.draft().with("scope", "webhooks:read").rs256();

    assertThat(listWebhooks(reader)).hasSize(1);
    environment
        .api()
        .delete("/webhooks/" + webhook.id())
        .as(reader)
        .send()
        .isError(401, "Unauthorized");
  }

  @Test
  void deletedWebhookGetsNoLaterEvent() {
    Registered deleted = application.register(inbox);
    Inbox other = environment.receiver().inbox();
    application.register(other);
    delete(deleted).is(204);
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);

    other.awaitEvent(event.messageId());
    assertThat(inbox.receipts()).isEmpty();
  }

  @OnPostgres
  @Test
  void deletionCancelsPendingDeliveries() {
    inbox.respondWith(500);
    Registered webhook = application.register(inbox);
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    inbox.awaitEvent(event.messageId());

    delete(webhook).is(204);

    await("the end of the delivery")
        .untilAsserted(
            () ->
                assertThat(environment.database().deliveries(webhook.id(), event.messageId()))
                    .singleElement()
                    .satisfies(one -> assertThat(one.status()).isEqualTo("cancelled")));
  }

  private Answer delete(Registered webhook) {
    return environment.api().delete("/webhooks/" + webhook.id()).as(application.token()).send();
  }

  private List<JsonObject> listWebhooks(String token) {
    JsonObject list = environment.api().get("/webhooks").as(token).send().is(200).json();
    assertThat(list.keySet()).containsExactly("webhooks");
    return list.getJsonArray("webhooks").getValuesAs(JsonObject.class);
  }
}
