package webhooks.domain.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import webhooks.domain.audit.Act;
import webhooks.domain.audit.Action;
import webhooks.domain.audit.Actor;

/** What is done to webhooks, as the audit trail tells it. */
final class WebhookActs {
  private WebhookActs() {}

  static Act of(Actor by, Action action, Webhook webhook) {
    Act act = Act.of(by, action);
    if (webhook.scope() == Scope.ITWIN) {
      act = act.onITwin(UUID.fromString(webhook.scopeId()), webhook.accountId());
    }
    return act.onWebhook(webhook.id(), webhook.accountId());
  }

  static Act deactivation(Actor by, Webhook webhook, String reason) {
    return of(by, Action.WEBHOOK_DEACTIVATED, webhook).saying(reason);
  }

  /** Returns what an update came to: new properties, and delivery that began or ended. */
  static List<Act> update(Actor by, Webhook webhook, UpdatableState before, UpdatableState after) {
    List<Act> acts = new ArrayList<>();
    before
        .changesTo(after)
        .ifPresent(names -> acts.add(of(by, Action.WEBHOOK_UPDATED, webhook).saying(names)));
    if (after.active() && !before.active()) {
      acts.add(of(by, Action.WEBHOOK_ACTIVATED, webhook));
    } else if (before.active() && !after.active()) {
      acts.add(deactivation(by, webhook, Deactivated.BY_OWNER));
    }
    return acts;
  }
}
