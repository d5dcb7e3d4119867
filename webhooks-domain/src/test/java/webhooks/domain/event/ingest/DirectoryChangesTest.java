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

/** How events keep the directory of iTwins. */
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
    UUID webhook = node.registers("Account", "a", READY);
    String created = event(CREATED, iTwin, "a");
    String following = event(READY, iTwin, null);

    IngestResult accepted =
        createdFirst ? node.receives(created, following) : node.receives(following, created);

    assertThat(accepted.withoutAccount()).isEmpty();
    assertThat(node.claims(webhook)).hasSize(1);
    assertThat(node.knows(iTwin, "a")).isTrue();
  }

  @Test
  void createdITwinIsKnownInItsRequest() {
    assertThat(
            node.publishes("[" + event(CREATED, iTwin, "a") + "," + event(READY, iTwin, null) + "]")
                .accepted())
        .isEqualTo(2);
    assertThat(node.publishes(event(READY, iTwin, null)).accepted()).isEqualTo(1);
  }

  @Test
  void creationKeepsTheAccountOfAKnownITwin() {
    UUID known = node.entersITwin("a");
    UUID webhook = node.registers("Account", "a", READY);

    node.receives(
        event(CREATED, known, "b"), event(READY, known, null), event(CREATED, iTwin, "a"));
    node.receives(event(CREATED, iTwin, "b"), event(CREATED, iTwin, "c"));

    assertThat(node.knows(known, "a")).isTrue();
    assertThat(node.knows(iTwin, "a")).isTrue();
    assertThat(node.claims(webhook)).hasSize(1);
  }

  @Test
  void creationWithoutAccountAddsNoITwin() {
    assertThat(node.receives(event(CREATED, iTwin, null)).withoutAccount()).hasSize(1);
    assertThat(node.receives(event(CREATED, null, "a")).withoutAccount()).isEmpty();
    assertThat(database.count("select count(*) from itwin")).isZero();
  }

  @Test
  void simultaneousCreationsAddITwinOnce() throws Exception {
    List<PublishResult> answers =
        node.atTheSameMoment(50, () -> node.publishes(event(CREATED, iTwin, "a")));

    assertThat(answers).hasSize(50).containsOnly(new PublishResult(1, 0));
    assertThat(node.knows(iTwin, "a")).isTrue();
  }

  @Test
  void deletionRemovesGrantsAndDeactivates() {
    UUID known = node.entersITwin("a");
    UUID other = node.entersITwin("a");
    UUID ofITwin = node.registers("iTwin", known.toString(), READY);
    node.registers("iTwin", other.toString(), READY);
    node.registers("Account", "a", READY);

    node.receives(event(DELETED, known, null));

    assertThat(node.knows(known)).isFalse();
    assertThat(node.knows(other, "a")).isTrue();
    assertThat(
            database.count(
                "select count(*) from webhook where not active and id = ?"
                    + " and deactivation_reason = 'permissionRemoved'",
                ofITwin))
        .isEqualTo(1);
    assertThat(database.count("select count(*) from webhook where active")).isEqualTo(2);
  }

  @Test
  void onlyDeletionsTakeTheChangeLock() {
    UUID known = node.entersITwin("a");
    node.receives(event(CREATED, iTwin, "a"), event(READY, known, null));
    assertThat(node.locked).hasValue(0);

    node.receives(event(READY, known, null), event(DELETED, known, null));

    assertThat(node.locked).hasValue(1);
  }

  @Test
  void deletionHoldsForTheNextEventOnEachNode() {
    UUID known = node.entersITwin("a");
    UUID webhook = node.registers("iTwin", known.toString(), READY);
    IngestNode second = new IngestNode(database);
    second.receives(event(READY, known, "a"));

    node.receives(event(DELETED, known, null));
    second.receives(event(READY, known, "a"));

    assertThat(second.claims(webhook)).isEmpty();
  }

  @Test
  void deactivatedWebhookGetsOnlyTheDeletion() {
    UUID known = node.entersITwin("a");
    UUID ofITwin = node.registers("iTwin", known.toString(), READY + " " + DELETED);
    UUID ofAccount = node.registers("Account", "a", DELETED);
    UUID id = UUID.randomUUID();

    node.publishes(event(READY, known, null));
    node.publishes(event(id, DELETED, known, null));

    assertThat(node.claims(ofITwin)).containsExactly(id);
    assertThat(node.claims(ofAccount)).containsExactly(id);
  }

  @Test
  void cancelsDeletionEventOfOtherWebhooks() {
    UUID known = node.entersITwin("a");
    UUID ofAccount = node.registers("Account", "a", DELETED);
    node.receives(event(DELETED, known, null));

    database.execute("update webhook_version set version = version + 1");
    database.execute(
        "update webhook set active = false, version = (select version from webhook_version)");

    assertThat(node.claims(ofAccount)).isEmpty();
  }

  @Test
  void repeatIsADuplicateWithoutKnownAccount() {
    UUID known = node.entersITwin("a");
    String deleted = event(DELETED, known, null);
    UUID id = UUID.randomUUID();
    String withoutAccount = event(id, READY, UUID.randomUUID(), null);
    node.publishes(deleted);

    assertThat(node.publishes(deleted)).isEqualTo(new PublishResult(0, 1));
    assertThat(node.publishes("[" + event(id, READY, null, "a") + "," + withoutAccount + "]"))
        .isEqualTo(new PublishResult(1, 1));
    assertThat(node.receives(deleted).withoutAccount()).isEmpty();
  }

  @Test
  void repeatsLeaveTheDirectoryUnchanged() {
    UUID known = node.entersITwin("a");
    String deleted = event(DELETED, known, "a");
    String created = event(CREATED, iTwin, "a");
    node.receives(deleted, created);
    database.execute("insert into itwin (id, account_id) values (?, 'b')", known);
    database.execute("delete from itwin where id = ?", iTwin);

    node.receives(created, deleted);

    assertThat(node.knows(known, "b")).isTrue();
    assertThat(node.knows(iTwin)).isFalse();
  }

  @Test
  void appliesChangesOfABatchInOrder() {
    UUID known = node.entersITwin("a");

    node.receives(
        event(CREATED, iTwin, "a"),
        event(DELETED, iTwin, null),
        event(DELETED, known, null),
        event(CREATED, known, "b"));

    assertThat(node.knows(iTwin)).isFalse();
    assertThat(node.knows(known, "b")).isTrue();
    assertThat(database.count("select count(*) from itwin_grant")).isZero();
  }

  @Test
  void usesTheAccountAtTheEventsPosition() {
    UUID known = node.entersITwin("a");
    UUID before = UUID.randomUUID();
    UUID after = UUID.randomUUID();
    UUID ofA = node.registers("Account", "a", "iModels.changesReady.v1");
    UUID ofB = node.registers("Account", "b", "iModels.changesReady.v1");

    node.receives(
        event(before, "iModels.changesReady.v1", known, null),
        event(DELETED, known, null),
        event(CREATED, known, "b"),
        event(after, "iModels.changesReady.v1", known, null));

    assertThat(node.claims(ofA)).containsExactly(before);
    assertThat(node.claims(ofB)).containsExactly(after);
  }

  @Test
  void repeatsKeepTheAccountOfLaterEvents() {
    String gone = event(DELETED, iTwin, "a");
    node.receives(event(CREATED, iTwin, "a"), gone);
    node.receives(event(CREATED, iTwin, "a"));
    UUID ofA = node.registers("Account", "a", "iModels.changesReady.v1");
    UUID after = UUID.randomUUID();

    node.receives(
        gone, event(CREATED, iTwin, "b"), event(after, "iModels.changesReady.v1", iTwin, null));

    assertThat(node.claims(ofA)).containsExactly(after);
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

    node.receives(created.toArray(String[]::new));
    assertThat(node.knows(iTwins.get(199), "account-199")).isTrue();
    assertThat(database.count("select count(*) from itwin")).isEqualTo(200);
    assertThat(node.receives(deleted.toArray(String[]::new)).withoutAccount()).isEmpty();
    assertThat(database.count("select count(*) from itwin")).isZero();
  }
}
