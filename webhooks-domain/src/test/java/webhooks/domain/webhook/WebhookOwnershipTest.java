package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Actor;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.list.WebhookListRepository;

/** The webhooks that each kind of caller lists. */
@OnEveryDatabase
class WebhookOwnershipTest {
  private final TestDatabase database;
  private final TestEntities entities;
  private final WebhookListRepository repository;

  WebhookOwnershipTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
    this.repository = new WebhookListRepository(database.database(), TestSettings.with());
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
  }

  @AfterEach
  void close() {
    entities.close();
  }

  private UUID webhook(String client, String account) {
    return new WebhookRow()
        .with("client_id", client)
        .with("account_id", account)
        .insertInto(database);
  }

  private List<UUID> listedBy(Caller caller) {
    return listed(caller, Optional.empty(), Optional.empty());
  }

  private List<UUID> listed(Caller caller, Optional<Boolean> active, Optional<UUID> after) {
    return repository.page(caller, active, after.map(this::cursor), 100).stream()
        .map(webhook -> webhook.view().id())
        .toList();
  }

  private Cursor cursor(UUID id) {
    return position(entity(id).view(WebhookRow.CIPHER));
  }

  private Webhook entity(UUID id) {
    return entities.inTransaction(() -> entities.manager().find(Webhook.class, id));
  }

  private static Cursor position(WebhookView webhook) {
    return new Cursor(webhook.created(), webhook.id());
  }

  @Test
  void clientOfTwoAccountsHasTwoSets() {
    UUID first = webhook("client", "account");
    UUID second = webhook("client", "other");
    webhook("another", "account");

    assertThat(listedBy(Callers.of("client", "account", true, false))).containsExactly(first);
    assertThat(listedBy(Callers.of("client", "other", true, true))).containsExactly(second);
    assertThat(listedBy(Callers.of("client", Optional.empty(), true, false))).isEmpty();
  }

  @Test
  void administratorListsAllOfTheAccount() {
    UUID first = webhook("client", "account");
    UUID second = webhook("another", "account");
    webhook("client", "other");

    assertThat(listedBy(Callers.of("console", "account", false, true)))
        .containsExactly(second, first);
    assertThat(listedBy(Callers.of("console", "account", false, false))).isEmpty();
    assertThat(listedBy(Callers.of("console", Optional.empty(), false, true))).isEmpty();
  }

  @Test
  void administratorListsAllOnTheAccountsITwins() {
    UUID iTwin = UUID.randomUUID();
    database.execute("insert into itwin (id, account_id) values (?, 'account')", iTwin);
    UUID foreign = onITwin(iTwin, "other");
    UUID both = onITwin(iTwin, "account");
    onITwin(UUID.randomUUID(), "other");
    database.execute("update webhook set deleted = true where id = ?", onITwin(iTwin, "other"));
    Caller administrator = Callers.of("console", "account", false, true);

    assertThat(listedBy(administrator)).containsExactly(both, foreign);
    assertThat(listed(administrator, Optional.of(true), Optional.of(both)))
        .containsExactly(foreign);
    assertThat(listed(administrator, Optional.of(false), Optional.empty())).isEmpty();
    assertThat(listedBy(Callers.of("console", "account", true, true))).isEmpty();
    WebhookListRepository remote =
        new WebhookListRepository(
            database.database(),
            TestSettings.with(
                "webhooks.access-control",
                "remote",
                "webhooks.access-control.url",
                "https://example.com"));
    assertThat(remote.page(administrator, Optional.empty(), Optional.empty(), 100))
        .extracting(webhook -> webhook.view().id())
        .containsExactly(both);
  }

  private UUID onITwin(UUID iTwin, String account) {
    return new WebhookRow()
        .with("account_id", account)
        .with("scope", "iTwin")
        .with("scope_id", iTwin.toString())
        .insertInto(database);
  }

  @Test
  void showsTheSameAsTheEntity() {
    UUID id =
        new WebhookRow()
            .with("event_types", "a.v1 b.v1")
            .with("modified", OffsetDateTime.parse("2026-07-01T00:00:00.123Z"))
            .callbackUrl("https://example.com/hook?key=1")
            .insertInto(database);
    UUID deleted = new WebhookRow().with("deleted", true).insertInto(database);
    UUID inactive = onITwin(UUID.randomUUID(), "other");
    database.execute("update webhook set active = false where id = ?", inactive);
    Caller owner = Callers.application("client");

    assertThat(repository.find(List.of(id, deleted, inactive)))
        .extracting(webhook -> webhook.decrypt(owner, WebhookRow.CIPHER))
        .containsExactlyInAnyOrder(
            entity(id).view(WebhookRow.CIPHER),
            entity(inactive).view(WebhookRow.CIPHER).withoutQuery());
    assertThat(repository.find(List.of())).isEmpty();
  }

  @Test
  void continuesAfterTheLastOfAPage() {
    UUID first = webhook("client", "account");
    UUID second = webhook("client", "account");
    Caller owner = Callers.application("client");

    assertThat(listed(owner, Optional.empty(), Optional.of(second))).containsExactly(first);
  }

  /** Clocks of nodes differ, so an id that is smaller can belong to a webhook that is newer. */
  @Test
  void ordersByTimeOfCreationAndThenById() {
    Instant time = Instant.parse("2026-10-02T14:55:00.463Z");
    UUID one = created(3, time);
    UUID other = created(2, time);
    UUID newest = created(1, time.plusMillis(1));
    UUID oldest = created(4, time.minusMillis(1));
    Caller owner = Callers.application("client");
    Caller administrator = Callers.of("console", "account", false, true);

    for (Caller caller : List.of(owner, administrator)) {
      assertThat(listedBy(caller)).containsExactly(newest, one, other, oldest);
      assertThat(onePerPage(caller)).containsExactly(newest, one, other, oldest);
    }
  }

  private UUID created(long number, Instant time) {
    return new WebhookRow(new UUID(7, number))
        .with("created", time.atOffset(ZoneOffset.UTC))
        .insertInto(database);
  }

  private List<UUID> onePerPage(Caller caller) {
    List<UUID> found = new ArrayList<>();
    Optional<Cursor> after = Optional.empty();
    do {
      Optional<Cursor> from = after;
      List<EncryptedView> page = repository.page(caller, Optional.empty(), from, 1);
      page.forEach(webhook -> found.add(webhook.view().id()));
      after = page.stream().map(webhook -> position(webhook.view())).findFirst();
    } while (after.isPresent());
    return found;
  }

  @Test
  void listsOnlyActiveOrInactiveWebhooks() {
    UUID active = webhook("client", "account");
    UUID inactive =
        new WebhookRow().with("client_id", "client").with("active", false).insertInto(database);
    Caller owner = Callers.application("client");

    assertThat(listed(owner, Optional.of(true), Optional.empty())).containsExactly(active);
    assertThat(listed(owner, Optional.of(false), Optional.empty())).containsExactly(inactive);
    assertThat(listed(owner, Optional.of(true), Optional.of(active))).isEmpty();
  }

  @Test
  void storesNoMoreThanTheMaximumOfAnOwner() {
    webhook("another", "account");
    webhook("client", "other");
    List<Boolean> stored = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      stored.add(entities.inTransaction(() -> stored("client", 3)));
    }

    assertThat(stored).containsExactly(true, true, true, false);
    assertThat(listedBy(Callers.application("client"))).hasSize(3);
    assertThat(database.count("select count(*) from audit")).isEqualTo(3);
  }

  @Test
  void deletionMakesRoomForAnother() {
    UUID deleted = webhook("client", "account");
    webhook("client", "account");

    assertThat(entities.inTransaction(() -> stored("client", 2))).isFalse();
    entities.run(
        () ->
            RepositoryFixture.repository(database, entities)
                .change(
                    deleted,
                    found -> {
                      found.delete(WebhookRow.CIPHER);
                      return true;
                    }));
    assertThat(entities.inTransaction(() -> stored("client", 2))).isTrue();
    assertThat(entities.inTransaction(() -> stored("client", 2))).isFalse();
  }

  @Test
  void creationWaitsForOthersOfItsOwnerOnly() throws Exception {
    // H2 serves one node, which keeps its creations in order itself.
    assumeFalse(database.database().dialect().isEmbedded());
    CompletableFuture<Boolean> second = new CompletableFuture<>();

    boolean first =
        entities.inTransaction(
            () -> {
              boolean stored = stored("client", 1);
              second.completeAsync(() -> entities.inTransaction(() -> stored("client", 1)));
              await().until(database::hasBlockedTransaction);
              assertThat(
                      CompletableFuture.supplyAsync(
                              () -> entities.inTransaction(() -> stored("another", 1)))
                          .get(1, TimeUnit.MINUTES))
                  .isTrue();
              return stored;
            });

    assertThat(first).isTrue();
    assertThat(second.get(1, TimeUnit.MINUTES)).isFalse();
  }

  /** Stores a webhook of the client in the thread's transaction, unless it has so many. */
  private boolean stored(String client, int maxOfOwner) {
    return RepositoryFixture.repository(database, entities)
        .insert(
            newWebhook(client),
            maxOfOwner,
            AuditEntry.of(new Actor(client, Optional.empty()), AuditAction.WEBHOOK_CREATED));
  }

  private static Webhook newWebhook(String client) {
    Webhook webhook =
        new Webhook(
            Ids.next(),
            Callers.application(client),
            WebhookScope.ACCOUNT,
            "account",
            Instant.EPOCH);
    webhook.protect(WebhookRow.CIPHER, "https://example.com/", "s".repeat(32));
    webhook.subscribe(List.of("a.v1"));
    return webhook;
  }
}
