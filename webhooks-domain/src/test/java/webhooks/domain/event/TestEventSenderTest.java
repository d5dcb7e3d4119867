package webhooks.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.Refusal;
import webhooks.domain.node.DirectSender;
import webhooks.domain.node.FakeNode;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.webhook.WebhookAccess;

/** The audit entry of a test event, and the limit of test events. */
class TestEventSenderTest {
  private static final UUID WEBHOOK = UUID.randomUUID();
  private static final Caller CALLER = Callers.application("client");

  private final FakeNode node = new FakeNode();

  /** The numbers of attempts that had begun when an entry was written. */
  private final List<Integer> audited = new ArrayList<>();

  private boolean databaseFails;

  private final TestEventSender tests =
      new TestEventSender(
          new AnyWebhook(),
          new DirectSender(node.running()),
          TestSettings.with(),
          Clock.systemUTC(),
          new AuditTrail() {
            @Override
            public void add(AuditEntry entry) {
              if (databaseFails) {
                throw new DatabaseFailure(new SQLException("injected"));
              }
              assertThat(entry.action()).isEqualTo(AuditAction.WEBHOOK_TESTED);
              audited.add(node.attempts.size());
            }
          });

  private void test() {
    test(CALLER);
  }

  private void test(Caller caller) {
    tests.send(caller, WEBHOOK.toString(), List.of());
  }

  @Test
  void entryIsWrittenBeforeTheEventIsSent() {
    test();

    assertThat(audited).containsExactly(0);
    assertThat(node.attempts).hasSize(1);
  }

  @Test
  void nothingIsSentWithoutAnEntry() {
    databaseFails = true;

    assertThatThrownBy(this::test).isInstanceOf(DatabaseFailure.class);

    assertThat(node.attempts).isEmpty();
  }

  @Test
  void refusedTestHasNoEntry() {
    for (int i = 0; i < 4; i++) {
      test();
    }

    assertThatThrownBy(this::test).isInstanceOf(Refusal.class);

    assertThat(audited).hasSize(4);
  }

  @Test
  void userLeavesTestsToOtherUsersOfTheClient() {
    Caller maria = Callers.user("console", "account", "maria");
    for (int i = 0; i < 4; i++) {
      test(maria);
    }

    assertThatThrownBy(() -> test(maria)).isInstanceOf(Refusal.class);
    assertThatCode(() -> test(Callers.user("console", "account", "john")))
        .doesNotThrowAnyException();
  }

  /** Lets everybody test the webhook. */
  private static final class AnyWebhook extends WebhookAccess {
    @Override
    public UUID ownedIdForChange(Caller caller, String id) {
      return WEBHOOK;
    }

    @Override
    public TestableWebhook prepareTest(Caller caller, String id) {
      return new TestableWebhook(
          SendableWebhook.withoutOptions(
              new Subscription(
                  WEBHOOK,
                  caller.clientId(),
                  caller.account(),
                  1,
                  true,
                  1,
                  "receiver.example",
                  "key",
                  new byte[0],
                  new byte[0],
                  Optional.empty(),
                  false,
                  Flow.FREE)),
          caller.account(),
          AuditEntry.of(caller.actor(), AuditAction.WEBHOOK_TESTED)
              .onWebhook(WEBHOOK, caller.account()));
    }
  }
}
