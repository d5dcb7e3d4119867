package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;

/** The webhooks that each kind of caller lists. */
@OnEveryDatabase
class WebhookOwnershipTest {
  private final TestDatabase database;
  private final TestEntities entities;
  private final WebhookRepository repository;

  WebhookOwnershipTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
    this.repository = RepositoryFixture.repository(database, entities);
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
    return entities.inTransaction(
        () -> repository.page(caller, Optional.empty(), 100).stream().map(Webhook::id).toList());
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
  void continuesAfterTheLastOfAPage() {
    UUID first = webhook("client", "account");
    UUID second = webhook("client", "account");
    Caller owner = Callers.application("client");

    List<Webhook> rest =
        entities.inTransaction(() -> repository.page(owner, Optional.of(second), 100));

    assertThat(rest).extracting(Webhook::id).containsExactly(first);
  }
}
