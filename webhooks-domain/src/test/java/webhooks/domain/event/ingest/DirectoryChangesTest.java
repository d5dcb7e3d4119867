package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.event.ingest.IngestNode.CREATED;
import static webhooks.domain.event.ingest.IngestNode.DELETED;
import static webhooks.domain.event.ingest.IngestNode.READY;
import static webhooks.domain.event.ingest.IngestNode.event;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;

/** Events that add iTwins to the directory and remove them. */
@OnEveryDatabase
class DirectoryChangesTest {
  private final TestDatabase database;
  private final UUID iTwin = UUID.randomUUID();
  private IngestNode node;

  DirectoryChangesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    node = IngestNode.onEmpty(database);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void createdITwinIsKnownInItsBatch(boolean createdFirst) {
    UUID webhook = node.insertWebhook("Account", "a", READY);
    String created = event(CREATED, iTwin, "a");
    String following = event(READY, iTwin, null);

    IngestResult accepted =
        createdFirst ? node.receive(created, following) : node.receive(following, created);

    assertThat(accepted.withoutAccount()).isEmpty();
    assertThat(node.claim(webhook)).hasSize(1);
    assertThat(node.hasITwin(iTwin, "a")).isTrue();
  }

  @Test
  void createdITwinIsKnownInItsRequest() {
    assertThat(
            node.publish("[" + event(CREATED, iTwin, "a") + "," + event(READY, iTwin, null) + "]")
                .accepted())
        .isEqualTo(2);
    assertThat(node.publish(event(READY, iTwin, null)).accepted()).isEqualTo(1);
  }

  @Test
  void creationKeepsTheAccountOfAKnownITwin() {
    UUID known = node.insertITwin("a");
    UUID webhook = node.insertWebhook("Account", "a", READY);

    node.receive(event(CREATED, known, "b"), event(READY, known, null), event(CREATED, iTwin, "a"));
    node.receive(event(CREATED, iTwin, "b"), event(CREATED, iTwin, "c"));

    assertThat(node.hasITwin(known, "a")).isTrue();
    assertThat(node.hasITwin(iTwin, "a")).isTrue();
    assertThat(node.claim(webhook)).hasSize(1);
  }

  @Test
  void creationWithoutAccountAddsNoITwin() {
    assertThat(node.receive(event(CREATED, iTwin, null)).withoutAccount()).hasSize(1);
    assertThat(node.receive(event(CREATED, null, "a")).withoutAccount()).isEmpty();
    assertThat(database.count("select count(*) from itwin")).isZero();
  }

  @Test
  void simultaneousCreationsAddITwinOnce() throws Exception {
    List<PublishResult> answers =
        node.publishSimultaneously(50, () -> node.publish(event(CREATED, iTwin, "a")));

    assertThat(answers).hasSize(50).containsOnly(new PublishResult(1, 0));
    assertThat(node.hasITwin(iTwin, "a")).isTrue();
  }

  @Test
  void deletionRemovesGrantsAndDeactivates() {
    UUID known = node.insertITwin("a");
    UUID other = node.insertITwin("a");
    UUID ofITwin = node.insertWebhook("iTwin", known.toString(), READY);
    node.insertWebhook("iTwin", other.toString(), READY);
    node.insertWebhook("Account", "a", READY);

    node.receive(event(DELETED, known, null));

    assertThat(node.hasITwin(known)).isFalse();
    assertThat(node.hasITwin(other, "a")).isTrue();
    assertThat(
            database.count(
                "select count(*) from webhook where not active and id = ?"
                    + " and deactivation_reason = 'permissionRemoved'",
                ofITwin))
        .isEqualTo(1);
    assertThat(database.count("select count(*) from webhook where active")).isEqualTo(2);
  }

  @Test
  void deletionThatNamesAnotherAccountKeepsTheITwin() {
    UUID known = node.insertITwin("a");
    UUID webhook = node.insertWebhook("iTwin", known.toString(), READY);
    UUID ofAccount = node.insertWebhook("Account", "b", DELETED);

    node.receive(
        event(DELETED, known, "b"),
        event(CREATED, iTwin, "a"),
        event(DELETED, iTwin, "b"),
        event(READY, known, null));

    assertThat(node.hasITwin(known, "a")).isTrue();
    assertThat(node.hasITwin(iTwin, "a")).isTrue();
    assertThat(node.claim(webhook)).hasSize(1);
    assertThat(node.claim(ofAccount)).hasSize(2);
  }

  @Test
  void deletionThatNamesTheAccountRemovesTheITwin() {
    UUID known = node.insertITwin("a");

    node.receive(
        event(DELETED, known, "a"), event(CREATED, iTwin, "a"), event(DELETED, iTwin, "a"));

    assertThat(node.hasITwin(known)).isFalse();
    assertThat(node.hasITwin(iTwin)).isFalse();
  }

  @Test
  void onlyDeletionsTakeTheChangeLock() {
    UUID known = node.insertITwin("a");
    node.receive(event(CREATED, iTwin, "a"), event(READY, known, null));
    assertThat(node.locked).hasValue(0);

    node.receive(event(READY, known, null), event(DELETED, known, null));

    assertThat(node.locked).hasValue(1);
  }

  @Test
  void deletionHoldsForTheNextEventOnEachNode() {
    UUID known = node.insertITwin("a");
    UUID webhook = node.insertWebhook("iTwin", known.toString(), READY);
    IngestNode second = new IngestNode(database);
    second.receive(event(READY, known, "a"));

    node.receive(event(DELETED, known, null));
    second.receive(event(READY, known, "a"));

    assertThat(second.claim(webhook)).isEmpty();
  }

  @Test
  void deactivatedWebhookGetsOnlyTheDeletion() {
    UUID known = node.insertITwin("a");
    UUID ofITwin = node.insertWebhook("iTwin", known.toString(), READY + " " + DELETED);
    UUID ofAccount = node.insertWebhook("Account", "a", DELETED);
    UUID id = UUID.randomUUID();

    node.publish(event(READY, known, null));
    node.publish(event(id, DELETED, known, null));

    assertThat(node.claim(ofITwin)).containsExactly(id);
    assertThat(node.claim(ofAccount)).containsExactly(id);
  }

  @Test
  void cancelsDeletionEventOfOtherWebhooks() {
    UUID known = node.insertITwin("a");
    UUID ofAccount = node.insertWebhook("Account", "a", DELETED);
    node.receive(event(DELETED, known, null));

    database.execute("update webhook_version set version = version + 1");
    database.execute(
        "update webhook set active = false, version = (select version from webhook_version)");

    assertThat(node.claim(ofAccount)).isEmpty();
  }

  @Test
  void repeatIsADuplicateWithoutKnownAccount() {
    UUID known = node.insertITwin("a");
    String deleted = event(DELETED, known, null);
    node.publish(deleted);

    assertThat(node.publish(deleted)).isEqualTo(new PublishResult(0, 1));
    assertThat(node.receive(deleted).withoutAccount()).isEmpty();
  }

  @Test
  void repeatsLeaveTheDirectoryUnchanged() {
    UUID known = node.insertITwin("a");
    String deleted = event(DELETED, known, "a");
    String created = event(CREATED, iTwin, "a");
    node.receive(deleted, created);
    database.execute("insert into itwin (id, account_id) values (?, 'b')", known);
    database.execute("delete from itwin where id = ?", iTwin);

    node.receive(created, deleted);

    assertThat(node.hasITwin(known, "b")).isTrue();
    assertThat(node.hasITwin(iTwin)).isFalse();
  }

  @Test
  void appliesChangesOfABatchInOrder() {
    UUID known = node.insertITwin("a");

    node.receive(
        event(CREATED, iTwin, "a"),
        event(DELETED, iTwin, null),
        event(DELETED, known, null),
        event(CREATED, known, "b"));

    assertThat(node.hasITwin(iTwin)).isFalse();
    assertThat(node.hasITwin(known, "b")).isTrue();
    assertThat(database.count("select count(*) from itwin_grant")).isZero();
  }

  @Test
  void usesTheAccountAtTheEventsPosition() {
    UUID known = node.insertITwin("a");
    UUID before = UUID.randomUUID();
    UUID after = UUID.randomUUID();
    UUID ofA = node.insertWebhook("Account", "a", "iModels.changesReady.v1");
    UUID ofB = node.insertWebhook("Account", "b", "iModels.changesReady.v1");

    node.receive(
        event(before, "iModels.changesReady.v1", known, null),
        event(DELETED, known, null),
        event(CREATED, known, "b"),
        event(after, "iModels.changesReady.v1", known, null));

    assertThat(node.claim(ofA)).containsExactly(before);
    assertThat(node.claim(ofB)).containsExactly(after);
  }

  @Test
  void repeatsKeepTheAccountOfLaterEvents() {
    String gone = event(DELETED, iTwin, "a");
    node.receive(event(CREATED, iTwin, "a"), gone);
    node.receive(event(CREATED, iTwin, "a"));
    UUID ofA = node.insertWebhook("Account", "a", "iModels.changesReady.v1");
    UUID after = UUID.randomUUID();

    node.receive(
        gone, event(CREATED, iTwin, "b"), event(after, "iModels.changesReady.v1", iTwin, null));

    assertThat(node.claim(ofA)).containsExactly(after);
  }

  @Test
  void appliesManyChangesOfABatch() {
    List<UUID> iTwins = new ArrayList<>();
    List<String> created = new ArrayList<>();
    List<String> deleted = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      iTwins.add(UUID.randomUUID());
      created.add(event(CREATED, iTwins.get(i), "account-" + i));
      deleted.add(event(DELETED, iTwins.get(i), null));
    }

    node.receive(created.toArray(String[]::new));
    assertThat(node.hasITwin(iTwins.get(199), "account-199")).isTrue();
    assertThat(database.count("select count(*) from itwin")).isEqualTo(200);
    assertThat(node.receive(deleted.toArray(String[]::new)).withoutAccount()).isEmpty();
    assertThat(database.count("select count(*) from itwin")).isZero();
  }
}
