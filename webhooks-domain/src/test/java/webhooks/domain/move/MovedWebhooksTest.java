package webhooks.domain.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.settings.NodeSettings;
import webhooks.settings.command.MoveFailure;

/** Whether the webhooks of an imported account are active. */
@ParameterizedClass(name = "{0} to {1}")
@ArgumentsSource(Directions.class)
class MovedWebhooksTest {
  private static final String ACCOUNT = "moved";

  private final Installation source;
  private final Installation target;
  private SourceAccount moved;

  MovedWebhooksTest(TestDatabase from, TestDatabase to) {
    source = new Installation(from, NodeSettings.KEY);
    target = new Installation(to, NodeSettings.KEY);
  }

  @BeforeEach
  void insertAnAccount() {
    source.database.clear();
    target.database.clear();
    moved = SourceAccount.in(source.database, ACCOUNT);
  }

  private void move() throws MoveFailure {
    target.importAccount(source.exportAccount(ACCOUNT));
  }

  private long count(String table) {
    return target.database.count("select count(*) from " + table);
  }

  @Test
  void deactivatesWebhooksOfClientsThatAreBlocked() throws MoveFailure {
    activateAtTheSource();
    source.database.execute("delete from webhook_block");
    target.database.execute(
        "insert into webhook_block (id, kind, target, created, client_id)"
            + " values (?, 'client', 'client', current_timestamp, 'admin')",
        UUID.randomUUID());

    move();

    assertThat(count("webhook where active")).isZero();
    assertThat(count("webhook where deactivation_reason = 'administrator'")).isEqualTo(1);
  }

  @Test
  void keepsWebhooksActive() throws MoveFailure {
    activateAtTheSource();
    source.database.execute("delete from webhook_block");

    move();

    assertThat(count("webhook where active and deactivation_reason = 'owner'")).isEqualTo(1);
  }

  /** The directory here is the one that counts: the iTwin's events are not the client's to read. */
  @Test
  void deactivatesWebhooksOfITwinsOfAnotherAccount() throws MoveFailure {
    foreignITwin();

    move();

    assertThat(count("webhook where active")).isZero();
    assertThat(count("webhook where deactivation_reason = 'permissionRemoved'")).isEqualTo(1);
  }

  @Test
  void keepsWebhooksOfITwinsOnWhichTheClientHasAPermission() throws MoveFailure {
    target.database.execute(
        "insert into itwin_grant (itwin_id, client_id, permission)"
            + " values (?, 'client', 'webhooks_maintainer')",
        foreignITwin());

    move();

    assertThat(count("webhook where active")).isEqualTo(1);
  }

  /** Makes the webhook one of an iTwin that belongs to another account at the target. */
  private UUID foreignITwin() {
    UUID iTwin = UUID.randomUUID();
    activateAtTheSource();
    source.database.execute("delete from webhook_block");
    source.database.execute(
        "update webhook set scope = 'iTwin', scope_id = ? where id = ?",
        iTwin.toString(),
        moved.webhook);
    target.database.execute("insert into itwin (id, account_id) values (?, 'another')", iTwin);
    return iTwin;
  }

  @Test
  void saysThatTheAccountIsBlockedHere() throws MoveFailure {
    target.database.execute(
        "insert into webhook_block (id, kind, target, created, client_id)"
            + " values (?, 'account', ?, current_timestamp, 'admin')",
        UUID.randomUUID(),
        ACCOUNT);

    move();

    assertThat(target.messages)
        .contains("Account moved is blocked here: unblock it, and activate its webhooks");
  }

  private void activateAtTheSource() {
    source.database.execute("update webhook set active = true where id = ?", moved.webhook);
  }
}
