package webhooks.domain.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.option.selection.SelectedEvents;
import webhooks.domain.webhook.WebhookRow;

/** Which webhooks a node has in memory, and how much of it they take. */
@OnEveryDatabase
class SubscriptionsTest {
  private static final String TYPE = "iModels.changesReady.v1";
  private static final int MANY = 10_000;
  private static final long MAX_BYTES_EACH = 1000;

  private final TestDatabase database;
  private final Subscriptions subscriptions = new Subscriptions(WebhookRow.CIPHER);

  SubscriptionsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
  }

  private void refresh(UUID... webhooks) {
    database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection()) {
            subscriptions.refresh(connection, Arrays.asList(webhooks));
            return null;
          }
        });
  }

  private void deactivate(UUID id) {
    database.execute("update webhook_version set version = version + 1");
    database.execute(
        "update webhook set active = false, version = (select version from webhook_version)"
            + " where id = ?",
        id);
  }

  private List<UUID> matching(String eventType) {
    return subscriptions
        .candidates(
            new MatchedEvent(SelectedEvents.of(eventType, "{}"), "account", Optional.empty()))
        .matches()
        .stream()
        .map(match -> match.webhook().webhookId())
        .toList();
  }

  @Test
  void onlyActiveWebhooksAreInMemory() {
    UUID active = new WebhookRow().insertInto(database);
    UUID inactive = new WebhookRow().with("active", false).insertInto(database);

    refresh();

    assertThat(subscriptions.find(active)).isPresent();
    assertThat(subscriptions.find(inactive)).isEmpty();
    assertThat(matching(TYPE)).containsExactly(active);
  }

  @Test
  void claimLoadsTheInactiveWebhooksOfItsDeliveries() {
    UUID inactive = new WebhookRow().with("active", false).insertInto(database);
    UUID deleted =
        new WebhookRow()
            .with("active", false)
            .with("activation", Subscription.NO_ACTIVATION)
            .insertInto(database);

    refresh(inactive, deleted, UUID.randomUUID());

    assertThat(subscriptions.find(inactive).orElseThrow().isDeliverable(1)).isFalse();
    assertThat(
            subscriptions.find(inactive).orElseThrow().isDeliverable(Subscription.ANY_ACTIVATION))
        .isTrue();
    assertThat(subscriptions.find(deleted).orElseThrow().isDeliverable(Subscription.ANY_ACTIVATION))
        .isFalse();
    assertThat(matching(TYPE)).isEmpty();
  }

  @Test
  void changesAreSeenByTheNextRefresh() {
    UUID webhook = new WebhookRow().with("event_types", "a.v1 b.v1").insertInto(database);
    refresh();
    assertThat(matching("b.v1")).containsExactly(webhook);

    database.execute("update webhook set event_types = 'a.v1 c.v1' where id = ?", webhook);
    database.execute("update webhook_version set version = version + 1");
    database.execute(
        "update webhook set version = (select version from webhook_version) where id = ?", webhook);
    refresh();
    assertThat(matching("b.v1")).isEmpty();
    assertThat(matching("c.v1")).containsExactly(webhook);

    deactivate(webhook);
    refresh();
    assertThat(matching("c.v1")).isEmpty();
    assertThat(subscriptions.find(webhook).orElseThrow().active()).isFalse();
  }

  /** As a restore does. */
  @Test
  void forgottenChangesAreForgottenHereToo() {
    UUID kept = new WebhookRow().insertInto(database);
    long version = database.count("select version from webhook_version");
    UUID forgotten = new WebhookRow().insertInto(database);
    refresh();
    deactivate(kept);
    refresh();
    assertThat(matching(TYPE)).containsExactly(forgotten);

    database.execute("delete from webhook where id = ?", forgotten);
    database.execute("update webhook set active = true, version = ? where id = ?", version, kept);
    database.execute("update webhook_version set version = ?", version);
    refresh();

    assertThat(matching(TYPE)).containsExactly(kept);
    assertThat(subscriptions.find(forgotten)).isEmpty();
  }

  /** Later changes may have had the same numbers as the forgotten ones. */
  @Test
  void webhooksAreReadAgainInAnotherEpoch() {
    UUID kept = new WebhookRow().insertInto(database);
    UUID forgotten = new WebhookRow().insertInto(database);
    refresh();
    database.execute("delete from webhook where id = ?", forgotten);
    refresh();
    assertThat(matching(TYPE)).containsExactlyInAnyOrder(kept, forgotten);

    inOtherEpoch(this::refresh);

    assertThat(matching(TYPE)).containsExactly(kept);
  }

  private void inOtherEpoch(Runnable act) {
    database.execute("alter view webhook_epoch rename to webhook_epoch_of_the_product");
    try {
      database.execute(
          "create view webhook_epoch as select version, 'other' as epoch from webhook_version");
      act.run();
    } finally {
      database.execute("drop view webhook_epoch");
      database.execute("alter view webhook_epoch_of_the_product rename to webhook_epoch");
    }
  }

  @Test
  void unreadableWebhookIsUnknownAndAffectsNoOther() {
    UUID unreadable =
        new WebhookRow().with("callback_url", new byte[] {1, 2, 3}).insertInto(database);
    UUID other = new WebhookRow().insertInto(database);

    refresh(unreadable, other);
    refresh(unreadable, other);

    assertThat(subscriptions.find(unreadable)).isEmpty();
    assertThat(matching(TYPE)).containsExactly(other);
  }

  @Test
  void manyActiveWebhooksTakeLittleMemory() {
    insertMany();
    long before = usedMemory();

    refresh();

    assertThat((usedMemory() - before) / MANY).isLessThan(MAX_BYTES_EACH);
    assertThat(matching("type30.v1")).hasSize(MANY);
  }

  private void insertMany() {
    String types =
        String.join(" ", IntStream.rangeClosed(1, 30).mapToObj(i -> "type" + i + ".v1").toList());
    WebhookRow.insertAll(
        IntStream.range(0, MANY)
            .mapToObj(
                i ->
                    new WebhookRow()
                        .with("event_types", types)
                        .callbackUrl("https://receiver" + i + ".example.com/hooks?tenant=" + i))
            .toList(),
        database);
  }

  private static long usedMemory() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
