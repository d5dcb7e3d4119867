package webhooks.domain.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
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
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.webhook.TestableWebhook;
import webhooks.domain.webhook.WebhookAccess;

/** The audit entry of a token test, and its limit, which it shares with test events. */
class AuthenticationTesterTest {
  private static final UUID WEBHOOK = UUID.randomUUID();
  private static final Caller CALLER = Callers.application("client");

  private final FakeNode node = new FakeNode();
  private final DirectSender sender = new DirectSender(node.running());

  /** The numbers of requests that had begun when an entry was written. */
  private final List<Integer> audited = new ArrayList<>();

  private boolean databaseFails;

  private final AuthenticationTester tests =
      new AuthenticationTester(
          new AnyWebhook(),
          sender,
          new AuditTrail() {
            @Override
            public void add(AuditEntry entry) {
              if (databaseFails) {
                throw new DatabaseFailure(new SQLException("injected"));
              }
              assertThat(entry.action()).isEqualTo(AuditAction.AUTHENTICATION_TESTED);
              audited.add(node.tokenRequests.size());
            }
          });

  private void test(Fault... faults) {
    tests.test(CALLER, WEBHOOK.toString(), List.of(faults));
  }

  @Test
  void entryIsWrittenBeforeTheRequest() {
    test();

    assertThat(audited).containsExactly(0);
    assertThat(node.tokenRequests).hasSize(1);
  }

  @Test
  void nothingIsRequestedWithoutAnEntry() {
    databaseFails = true;

    assertThatThrownBy(this::test).isInstanceOf(DatabaseFailure.class);

    assertThat(node.tokenRequests).isEmpty();
  }

  @Test
  void refusedTestHasNoEntry() {
    for (int i = 0; i < 4; i++) {
      test();
    }

    assertThatThrownBy(this::test).isInstanceOf(Refusal.class);

    assertThat(audited).hasSize(4);
    node.tokenRequests.get(0).complete(null);
    test();
    assertThat(audited).hasSize(5);
  }

  @Test
  void bodyMustBeEmpty() {
    assertThatThrownBy(() -> test(Fault.of(FaultCode.INVALID_PROPERTY, "x", "unknown")))
        .isInstanceOf(Refusal.class);

    assertThat(audited).isEmpty();
  }

  /** Lets everybody test the webhook. */
  private static final class AnyWebhook extends WebhookAccess {
    @Override
    public UUID ownedIdForChange(Caller caller, String id) {
      return WEBHOOK;
    }

    @Override
    public TestableWebhook prepareTokenTest(Caller caller, String id) {
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
                  true,
                  Flow.FREE)),
          caller.account(),
          AuditEntry.of(caller.actor(), AuditAction.AUTHENTICATION_TESTED)
              .onWebhook(WEBHOOK, caller.account()));
    }
  }
}
