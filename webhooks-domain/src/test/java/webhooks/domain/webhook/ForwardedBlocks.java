package webhooks.domain.webhook;

import webhooks.domain.FiredEvents;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.webhook.block.Blocked;

/** Passes the events of blocks to the webhooks, as CDI does. */
final class ForwardedBlocks extends FiredEvents {
  private final WebhookDeactivations webhooks;

  ForwardedBlocks(TestDatabase database, TestEntities entities) {
    this.webhooks = RepositoryFixture.deactivations(database, entities, this);
  }

  @Override
  public void fire(Object event) {
    if (event instanceof Blocked blocked) {
      webhooks.deactivateAfter(blocked);
    } else {
      super.fire(event);
    }
  }
}
