package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import webhooks.domain.FiredEvents;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.NoChangeLock;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.page.Cursor;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.block.Block;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.block.BlockLookup;
import webhooks.domain.webhook.block.BlockRepository;
import webhooks.domain.webhook.block.Blocked;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;

/** Blocks by administrators, which owners can't undo. */
@OnEveryDatabase
class BlockTest {
  private static final Caller ADMINISTRATOR = Callers.application("administrator");
  private static final Caller OWNER = Callers.application("client");

  private final TestDatabase database;
  private final TestEntities entities;
  private final BlockRepository blocks;
  private final Webhooks webhooks;
  private final WebhookAccess access;
  private final FiredEvents fired;
  private UUID webhook;

  BlockTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
    this.fired = new ForwardedBlocks(database, entities);
    WebhookRepository repository = new InTransactions();
    AuditTrail audit = new AuditTrail(database.database());
    this.blocks =
        new BlockRepository(
            entities.manager(), audit, new NoChangeLock(), Clock.systemUTC(), fired);
    WebhookPermissions permissions = new WebhookPermissions(null, TestSettings.with());
    this.access =
        new WebhookAccess(
            repository,
            new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true),
            permissions,
            new BlockLookup(database.database()),
            WebhookRow.CIPHER);
    this.webhooks =
        new Webhooks(
            repository,
            audit,
            access,
            new WebhookRules(null, null, TestSettings.with()),
            WebhookRow.CIPHER);
  }

  /** A repository whose calls are transactions, as in a container. */
  private final class InTransactions extends WebhookRepository {
    private final TestEntities transactions = BlockTest.this.entities;
    private final WebhookRepository real = RepositoryFixture.repository(database, transactions);

    @Override
    public Optional<Webhook> find(UUID id) {
      return transactions.inTransaction(() -> real.find(id));
    }

    @Override
    public Optional<Webhook> change(UUID id, Change change) {
      return transactions.inTransaction(() -> real.change(id, change));
    }
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

  private String target(BlockKind kind) {
    return switch (kind) {
      case WEBHOOK -> webhook.toString();
      case CLIENT -> "client";
      case ACCOUNT -> "account";
    };
  }

  private void block(BlockKind kind, String target) {
    AuditEntry entry = AuditEntry.of(ADMINISTRATOR.actor(), AuditAction.BLOCK_ADDED);
    entities.run(() -> blocks.add(new Blocked(ADMINISTRATOR.actor(), kind, target), entry));
  }

  private void update(boolean active) {
    webhooks.update(
        OWNER,
        webhook.toString(),
        new UpdateWebhook(
            Optional.empty(), Optional.empty(), Optional.of(active), Optional.empty(), List.of()));
  }

  private boolean isActive() {
    return database.count("select count(*) from webhook where active and id = ?", webhook) == 1;
  }

  @ParameterizedTest
  @EnumSource
  void ownerCannotActivateWhatIsBlocked(BlockKind kind) {
    block(kind, target(kind));

    assertThat(isActive()).isFalse();
    assertThatThrownBy(() -> update(true))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .containsExactly(
                        Fault.ofBody(
                            FaultCode.BLOCKED,
                            "An administrator has blocked the " + kind.text() + ".")));
    assertThat(isActive()).isFalse();
    assertThatThrownBy(
            () ->
                entities.run(
                    () ->
                        access.prepareTest(OWNER, webhook.toString(), AuditAction.WEBHOOK_TESTED)))
        .isInstanceOf(Refusal.class);
    update(false);
  }

  @ParameterizedTest
  @EnumSource
  void ownerActivatesAfterTheEndOfTheBlock(BlockKind kind) {
    block(kind, target(kind));
    block(kind, target(kind));
    AuditEntry entry = AuditEntry.of(ADMINISTRATOR.actor(), AuditAction.BLOCK_REMOVED);

    entities.run(() -> blocks.remove(kind, target(kind), entry));

    assertThat(isActive()).isFalse();
    update(true);
    assertThat(isActive()).isTrue();
    assertThat(database.count("select count(*) from audit where action like 'block.%'"))
        .isEqualTo(2);
  }

  /** Every other change of a webhook waits for a block, so it must not go row by row. */
  @Test
  void deactivatesAllWebhooksOfAnAccountAtOnce() {
    for (int i = 0; i < 600; i++) {
      new WebhookRow().with("client_id", "client-" + i).insertInto(database);
    }
    UUID other = new WebhookRow().with("account_id", "other").insertInto(database);
    UUID inactive =
        new WebhookRow()
            .with("active", false)
            .with("deactivation_reason", "owner")
            .insertInto(database);

    block(BlockKind.ACCOUNT, "account");

    assertThat(fired.of(WebhooksDeactivated.class))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.reason()).isEqualTo(DeactivationReason.BY_ADMINISTRATOR);
              assertThat(one.webhookIds()).hasSize(601).doesNotContain(other, inactive);
            });
    assertThat(
            database.count(
                "select count(*) from webhook where not active"
                    + " and deactivation_reason = 'administrator'"
                    + " and version = (select version from webhook_version)"))
        .isEqualTo(601);
    assertThat(
            database.count(
                "select count(distinct webhook_id) from audit where action = 'webhook.deactivated'"
                    + " and account_id = 'account' and detail = 'administrator'"))
        .isEqualTo(601);
    assertThat(
            database.count(
                "select count(*) from webhook where id = ? and deactivation_reason = 'owner'",
                inactive))
        .isEqualTo(1);
    assertThat(database.count("select count(*) from webhook where active and id = ?", other))
        .isEqualTo(1);
  }

  @Test
  void blocksConcernNoOthers() {
    block(BlockKind.WEBHOOK, UUID.randomUUID().toString());
    block(BlockKind.CLIENT, "account");
    block(BlockKind.ACCOUNT, "client");

    assertThat(isActive()).isTrue();
    update(false);
    update(true);
    assertThat(isActive()).isTrue();
  }

  @Test
  void listsTheNewestFirst() {
    block(BlockKind.CLIENT, "a");
    block(BlockKind.ACCOUNT, "b");

    List<Block> all = entities.inTransaction(() -> blocks.page(Optional.empty(), 10));

    assertThat(all).extracting(Block::target).containsExactly("b", "a");
    assertThat(after(all.get(0))).extracting(Block::target).containsExactly("a");
  }

  @Test
  void listsByTimeAndThenById() {
    for (String target : List.of("a", "b", "c")) {
      block(BlockKind.CLIENT, target);
    }
    database.execute("update webhook_block set created = current_timestamp(3)");
    database.execute(
        "update webhook_block set created = created + interval '1' hour where target = 'a'");

    List<Block> all = entities.inTransaction(() -> blocks.page(Optional.empty(), 10));

    assertThat(all).extracting(Block::target).containsExactly("a", "c", "b");
    assertThat(after(all.get(0))).extracting(Block::target).containsExactly("c", "b");
    assertThat(after(all.get(1))).extracting(Block::target).containsExactly("b");
    assertThat(after(all.get(2))).isEmpty();
  }

  private List<Block> after(Block block) {
    Cursor last = new Cursor(block.created(), block.id());
    return entities.inTransaction(() -> blocks.page(Optional.of(last), 10));
  }
}
