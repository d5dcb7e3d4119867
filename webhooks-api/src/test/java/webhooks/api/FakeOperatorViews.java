package webhooks.api;

import java.util.List;
import java.util.Optional;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditEntryView;
import webhooks.domain.audit.ListAuditEntries;
import webhooks.domain.delivery.history.account.AccountOverview;
import webhooks.domain.delivery.history.account.AccountOverviews;
import webhooks.domain.delivery.history.account.BlockImpacts;
import webhooks.domain.delivery.history.overview.WebhookListFigures;
import webhooks.domain.delivery.history.overview.WebhookSearch;
import webhooks.domain.delivery.history.search.OperatorDeliveries;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.direct.OwnershipVerifier;
import webhooks.domain.event.direct.TestEventSender;
import webhooks.domain.metric.history.NodeFigureHistory;
import webhooks.domain.node.AuthenticationTester;
import webhooks.domain.node.announcement.NodeAdministration;
import webhooks.domain.page.Page;
import webhooks.domain.task.ManagedTasks;
import webhooks.domain.webhook.list.WebhookActs;

/**
 * Refuses requests for accounts and acts, with the faults that were found while they were read. The
 * resources of nodes and of tests can be created, but do not work.
 */
final class FakeOperatorViews extends AbstractBinder {
  private static final class FakeAccounts extends AccountOverviews {
    @Override
    public AccountOverview of(
        Caller by, Optional<String> window, Optional<String> search, List<Fault> faults) {
      throw new Refusal(ErrorCode.INVALID_REQUEST, "message", faults);
    }
  }

  private static final class FakeActs extends WebhookActs {
    @Override
    public Page<AuditEntryView> list(Caller by, String webhookId, ListAuditEntries request) {
      throw new Refusal(ErrorCode.INVALID_REQUEST, "message", request.faults());
    }
  }

  @Override
  protected void configure() {
    bind(new FakeAccounts()).to(AccountOverviews.class);
    bind(new FakeActs()).to(WebhookActs.class);
    bind(new NodeFigureHistory(null)).to(NodeFigureHistory.class);
    bind(new NodeAdministration() {}).to(NodeAdministration.class);
    bind(new TestEventSender() {}).to(TestEventSender.class);
    bind(new WebhookSearch() {}).to(WebhookSearch.class);
    bind(new WebhookListFigures() {}).to(WebhookListFigures.class);
    bind(new OperatorDeliveries() {}).to(OperatorDeliveries.class);
    bind(new BlockImpacts() {}).to(BlockImpacts.class);
    bind(new OwnershipVerifier() {}).to(OwnershipVerifier.class);
    bind(new AuthenticationTester() {}).to(AuthenticationTester.class);
    bind(new ManagedTasks() {}).to(ManagedTasks.class);
  }
}
