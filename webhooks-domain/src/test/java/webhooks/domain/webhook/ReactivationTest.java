package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.NoChangeLock;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.id.Ids;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.block.BlockLookup.BlockTarget;
import webhooks.domain.webhook.block.BlockRepository;
import webhooks.domain.webhook.block.Blocked;
import webhooks.domain.webhook.block.StoppedWebhooks;

/** Webhooks that become active again after a block. */
@OnEveryDatabase
class ReactivationTest {
  private static final Caller OPERATOR = Callers.application("operator");
  private static final BlockTarget CLIENT = new BlockTarget(BlockKind.CLIENT, "client");
  private static final BlockTarget ACCOUNT = new BlockTarget(BlockKind.ACCOUNT, "account");

  private final TestDatabase database;
  private final TestEntities entities;
  private final StoredWebhooks webhooks;
  private final BlockRepository blocks;
  private UUID webhook;

  ReactivationTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
    this.webhooks = new StoredWebhooks(database, entities);
    this.blocks =
        new BlockRepository(
            entities.manager(),
            new AuditTrail(database.database()),
            new NoChangeLock(),
            Clock.systemUTC(),
            new ForwardedBlocks(database, entities));
  }

  @BeforeEach
  void insertWebhook() {
    database.clear();
    webhook = new WebhookRow().insertInto(database);
  }

  @AfterEach
  void close() {
    entities.close();
  }

  private static AuditEntry entry(AuditAction action, BlockTarget target) {
    return AuditEntry.of(OPERATOR.actor(), action).withDetail(StoppedWebhooks.detail(target));
  }

  private void block(BlockTarget target) {
    entities.run(
        () ->
            blocks.add(
                new Blocked(OPERATOR.actor(), target.kind(), target.id()),
                entry(AuditAction.BLOCK_ADDED, target)));
  }

  private void unblock(BlockTarget target) {
    entities.run(
        () -> blocks.remove(target.kind(), target.id(), entry(AuditAction.BLOCK_REMOVED, target)));
  }

  private Reactivations.Outcome reactivate(BlockTarget target) {
    return webhooks
        .reactivations(new StoppedWebhooks(database.database()))
        .reactivate(OPERATOR, target);
  }

  private Set<UUID> active() {
    return database.ids("select id from webhook where active");
  }

  private static Reactivations.Outcome outcome(int reactivated, int skipped) {
    return new Reactivations.Outcome(reactivated, skipped, true);
  }

  @Test
  void activatesOnlyWhatTheBlockStopped() {
    UUID stoppedByOwner = new WebhookRow().insertInto(database);
    webhooks.activate(stoppedByOwner, false);
    UUID stoppedByAdmin = new WebhookRow().insertInto(database);
    webhooks.deactivateAsAdmin(stoppedByAdmin);
    UUID ofOther = new WebhookRow().with("client_id", "other").insertInto(database);
    block(CLIENT);
    assertThat(active()).containsExactly(ofOther);
    unblock(CLIENT);

    assertThat(reactivate(CLIENT)).isEqualTo(outcome(1, 0));

    assertThat(active()).containsExactlyInAnyOrder(webhook, ofOther);
    assertThat(
            database.count(
                "select count(*) from webhook where activation = 2 and deactivation_reason is"
                    + " null"))
        .isEqualTo(1);
    assertThat(
            database.count(
                "select count(*) from audit where action = 'webhook.activated' and detail = 'block"
                    + " removed'"))
        .isEqualTo(1);
    assertThat(reactivate(CLIENT)).as("again").isEqualTo(outcome(0, 0));
  }

  @Test
  void leavesWhatWasDeactivatedAfterTheBlock() {
    block(CLIENT);
    unblock(CLIENT);
    webhooks.activate(webhook, true);
    webhooks.deactivateAsAdmin(webhook);
    new AuditTrail(database.database())
        .add(
            AuditEntry.of(OPERATOR.actor(), AuditAction.WEBHOOK_DEACTIVATED)
                .onWebhook(webhook, "account"));

    assertThat(reactivate(CLIENT)).isEqualTo(outcome(0, 0));
    assertThat(active()).isEmpty();
  }

  @Test
  void leavesWhatAnotherBlockConcerns() {
    block(CLIENT);
    block(ACCOUNT);
    unblock(CLIENT);

    assertThat(reactivate(CLIENT)).isEqualTo(outcome(0, 1));
    assertThat(active()).isEmpty();
    unblock(ACCOUNT);
    assertThat(reactivate(ACCOUNT))
        .as("the account's block stopped nothing")
        .isEqualTo(outcome(0, 0));
    assertThat(reactivate(CLIENT)).isEqualTo(outcome(1, 0));
  }

  @Test
  void leavesWhoseOwnerHasNoPermissionAnyMore() {
    UUID iTwin = Ids.next();
    UUID lost = ofITwin(iTwin);
    UUID allowed = Ids.next();
    UUID kept = ofITwin(allowed);
    webhooks.allowed.add(allowed);
    block(CLIENT);
    unblock(CLIENT);

    assertThat(reactivate(CLIENT)).isEqualTo(outcome(2, 1));
    assertThat(active()).containsExactlyInAnyOrder(webhook, kept).doesNotContain(lost);
  }

  @Test
  void leavesWhatCannotBeReadAndGoesOn() {
    UUID first = new WebhookRow().insertInto(database);
    UUID second = new WebhookRow().insertInto(database);
    block(CLIENT);
    unblock(CLIENT);
    database.execute("update webhook set key_id = 'lost' where id <> ?", second);

    assertThat(reactivate(CLIENT)).isEqualTo(outcome(1, 2));
    assertThat(active()).containsExactly(second).doesNotContain(first);
  }

  private UUID ofITwin(UUID iTwin) {
    return new WebhookRow()
        .with("scope", "iTwin")
        .with("scope_id", iTwin.toString())
        .insertInto(database);
  }

  @Test
  void leavesWebhooksWhosePermissionCannotBeChecked() {
    UUID iTwin = Ids.next();
    ofITwin(iTwin);
    webhooks.allowed.add(iTwin);
    block(CLIENT);
    unblock(CLIENT);
    StoredWebhooks remote =
        new StoredWebhooks(
            database,
            entities,
            "webhooks.access-control",
            "remote",
            "webhooks.access-control.url",
            "https://api.example.com/");
    remote.allowed.add(iTwin);

    assertThat(
            remote
                .reactivations(new StoppedWebhooks(database.database()))
                .reactivate(OPERATOR, CLIENT))
        .isEqualTo(outcome(1, 1));
    assertThat(active()).containsExactly(webhook);
  }
}
