package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static webhooks.domain.event.ingest.IngestNode.CREATED;
import static webhooks.domain.event.ingest.IngestNode.DELETED;
import static webhooks.domain.event.ingest.IngestNode.READY;
import static webhooks.domain.event.ingest.IngestNode.event;

import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.TestSettings;

/** Webhooks of an account that need a permission on its iTwin, which is deleted. */
@OnEveryDatabase
class AccountDirectoryTest {
  private final TestDatabase database;
  private IngestNode node;
  private UUID account;
  private String accountId;

  AccountDirectoryTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void enterTheAccount() {
    node =
        IngestNode.onEmpty(
            database,
            TestSettings.with(
                "webhooks.authorization.account-scope",
                "maintainer",
                "webhooks.encryption.key",
                NodeSettings.KEY));
    account = node.insertITwin("organization");
    accountId = account.toString();
  }

  @Test
  void deactivatesMaintainersWebhooks() {
    UUID ofAccount = node.insertWebhook("Account", accountId, READY);
    UUID ofITwin = node.insertWebhook("iTwin", accountId, READY);

    node.receive(event(DELETED, account, null));

    assertThat(node.deactivated()).containsExactlyInAnyOrder(ofAccount, ofITwin);
    assertThat(node.hasITwin(account)).isFalse();
  }

  @Test
  void keepsWebhooksWithoutGrantOnTheAccount() {
    UUID other = node.insertITwin("organization");
    node.insertWebhook("Account", "organization", READY);
    node.insertWebhook("Account", other.toString(), READY);
    ofAnother(node.insertWebhook("Account", accountId, READY));
    database.execute(
        "insert into itwin_grant (itwin_id, client_id, permission)"
            + " values (?, 'another', 'webhooks_reader'), (?, 'another', 'webhooks_maintainer')",
        account,
        other);

    node.receive(event(DELETED, account, null));

    assertThat(node.deactivated()).isEmpty();
  }

  @Test
  void keepsWebhooksIfMembershipIsEnough() {
    node.insertWebhook("Account", accountId, READY);

    new IngestNode(database).receive(event(DELETED, account, null));

    assertThat(node.deactivated()).isEmpty();
  }

  @Test
  void deletionBeforeCreationRemovesGrants() {
    UUID webhook = node.insertWebhook("Account", accountId, READY);

    node.receive(event(DELETED, account, null), event(CREATED, account, accountId));

    assertThat(node.deactivated()).containsExactly(webhook);
    assertThat(node.hasITwin(account, accountId)).isTrue();
  }

  @Test
  void sendsDeletionToDeactivatedWebhooks() {
    UUID webhook = node.insertWebhook("Account", accountId, READY + " " + DELETED);
    UUID id = UUID.randomUUID();

    node.publish(event(READY, account, accountId));
    node.publish(event(id, DELETED, account, accountId));

    assertThat(node.claim(webhook)).containsExactly(id);
  }

  @Test
  void waitsForUncommittedGrantAndRemovesIt() {
    UUID webhook = node.insertWebhook("Account", accountId, READY);
    database.execute("delete from itwin_grant");

    CompletableFuture<IngestResult> deletion =
        database.inTransaction(
            () -> {
              grantInTransaction();
              CompletableFuture<IngestResult> waiting =
                  CompletableFuture.supplyAsync(() -> node.receive(event(DELETED, account, null)));
              await().atMost(Duration.ofMinutes(1)).until(() -> database.hasBlockedTransaction());
              return waiting;
            });
    deletion.join();

    assertThat(node.deactivated()).containsExactly(webhook);
  }

  /** Grants a permission as an administrator's request does: with the iTwin's row locked. */
  private void grantInTransaction() throws Exception {
    Connection connection = database.database().connection();
    try (var lock = connection.prepareStatement("select id from itwin where id = ? for update");
        var grant =
            connection.prepareStatement(
                "insert into itwin_grant (itwin_id, client_id, permission)"
                    + " values (?, 'client', 'webhooks_maintainer')")) {
      lock.setObject(1, account);
      lock.execute();
      grant.setObject(1, account);
      grant.executeUpdate();
    }
  }

  private void ofAnother(UUID webhook) {
    database.execute("update webhook set client_id = 'another' where id = ?", webhook);
  }
}
