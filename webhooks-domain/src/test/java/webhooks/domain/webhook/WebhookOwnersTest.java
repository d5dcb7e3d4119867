package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.NoChangeLock;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;

/** The numbers of webhooks that the database keeps for each owner. */
@OnEveryDatabase
class WebhookOwnersTest {
  private final TestDatabase database;
  private final WebhookOwners owners;

  WebhookOwnersTest(TestDatabase database) {
    this.database = database;
    owners = new WebhookOwners(database.database(), new NoChangeLock());
  }

  @BeforeEach
  void empty() {
    database.clear();
  }

  private boolean add(String client, String account) {
    return database.inTransaction(() -> owners.add(client, account, 2));
  }

  private void remove(String client, String account) {
    database.inTransaction(
        () -> {
          owners.remove(client, account);
          return null;
        });
  }

  @Test
  void countsUpToTheMaximum() {
    assertThat(add("a", "1")).isTrue();
    assertThat(add("a", "1")).isTrue();
    assertThat(add("a", "1")).isFalse();
    assertThat(add("a", "2")).as("of another account").isTrue();
    assertThat(add("b", "1")).as("of another client").isTrue();

    remove("a", "1");
    assertThat(add("a", "1")).isTrue();
    assertThat(add("a", "1")).isFalse();
  }

  @Test
  void keepsNoRowOfAnOwnerWithoutWebhooks() {
    add("a", "1");
    add("b", "1");

    remove("a", "1");
    remove("c", "1");

    assertThat(database.count("select count(*) from webhook_owner")).isOne();
    assertThat(database.count("select count(*) from webhook_owner where webhooks <> 1")).isZero();
  }

  /** H2 needs no such wait: there the lock of changes lets one in after the other. */
  @Test
  void twoNodesDoNotExceedTheMaximum() throws Exception {
    assumeFalse(database.database().dialect().isEmbedded());
    add("a", "1");
    CountDownLatch added = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(
            () ->
                database.inTransaction(
                    () -> {
                      boolean result = owners.add("a", "1", 2);
                      added.countDown();
                      return result && release.await(1, TimeUnit.MINUTES);
                    }));
    assertThat(added.await(1, TimeUnit.MINUTES)).isTrue();

    CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> add("a", "1"));
    await().until(database::hasBlockedTransaction);
    release.countDown();

    assertThat(first.get(1, TimeUnit.MINUTES)).isTrue();
    assertThat(second.get(1, TimeUnit.MINUTES)).isFalse();
  }

  /** The creation waits, and must not add to the row that the deletion removed. */
  @Test
  void countsACreationBesideTheDeletionOfTheOnlyWebhook() throws Exception {
    assumeFalse(database.database().dialect().isEmbedded());
    add("a", "1");
    CountDownLatch removed = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Boolean> deletion =
        CompletableFuture.supplyAsync(
            () ->
                database.inTransaction(
                    () -> {
                      owners.remove("a", "1");
                      removed.countDown();
                      return release.await(1, TimeUnit.MINUTES);
                    }));
    assertThat(removed.await(1, TimeUnit.MINUTES)).isTrue();

    CompletableFuture<Boolean> creation = CompletableFuture.supplyAsync(() -> add("a", "1"));
    await().until(database::hasBlockedTransaction);
    release.countDown();

    assertThat(deletion.get(1, TimeUnit.MINUTES)).isTrue();
    assertThat(creation.get(1, TimeUnit.MINUTES)).isTrue();
    assertThat(database.count("select webhooks from webhook_owner")).isOne();
  }
}
