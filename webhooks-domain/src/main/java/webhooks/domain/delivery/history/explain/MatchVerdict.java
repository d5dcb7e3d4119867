package webhooks.domain.delivery.history.explain;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import webhooks.domain.delivery.history.explain.Explanation.Verdict;
import webhooks.domain.option.selection.SelectedEvent;
import webhooks.domain.option.selection.Selection;
import webhooks.domain.webhook.block.BlockKind;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.revision.ExplainedWebhook;
import webhooks.domain.webhook.revision.Revision;
import webhooks.domain.webhook.revision.SettingsAt;
import webhooks.domain.webhook.revision.WebhookSettings;

/**
 * The rule for an event without a delivery: why it did not match the webhook when it came.
 *
 * @param content reads the event as filters see it; empty if its content is erased
 */
record MatchVerdict(
    ExplainedWebhook webhook, StoredEvent event, Supplier<Optional<SelectedEvent>> content) {
  /** The verdict, and the settings that decided. */
  record Decision(Verdict verdict, Optional<Revision> settings) {}

  /**
   * Decides. Settings that would have matched did not decide, because there is no delivery: the
   * ones shortly before or after them did.
   */
  Decision of(SettingsAt settings) {
    if (!event.isInScopeOf(webhook.settings())) {
      // A webhook always keeps its scope.
      return new Decision(Verdict.of(Result.OTHER_SCOPE), settings.held());
    }
    if (webhook.created().isAfter(event.stored())) {
      return new Decision(Verdict.of(Result.INACTIVE, "notCreated"), Optional.empty());
    }
    return settings
        .all()
        .flatMap(
            revision ->
                refusal(revision.settings()).stream()
                    .map(verdict -> new Decision(verdict, Optional.of(revision))))
        .findFirst()
        .orElseGet(() -> new Decision(unknown(), settings.held()));
  }

  /** Returns the settings that an event with a delivery matched; empty if they are not known. */
  Optional<Revision> matching(SettingsAt settings) {
    return settings
        .all()
        .filter(revision -> refusal(revision.settings()).isEmpty())
        .findFirst()
        .or(settings::held);
  }

  /** An operational event goes only to other webhooks of the owner, and only to some of them. */
  private Verdict unknown() {
    return event.isOperational()
        ? Verdict.of(Result.OTHER_SCOPE, "operational")
        : Verdict.of(Result.INACTIVE, "unknown");
  }

  /** Returns why these settings refuse the event; empty if the event matches. */
  private Optional<Verdict> refusal(WebhookSettings settings) {
    return settings.active() ? mismatch(settings) : Optional.of(inactive(settings));
  }

  private Optional<Verdict> mismatch(WebhookSettings settings) {
    if (!event.isInScopeOf(settings)) {
      return Optional.of(Verdict.of(Result.OTHER_SCOPE));
    }
    Selection selection = settings.selection();
    Set<String> eventTypes = Set.copyOf(settings.eventTypes());
    if (!selection.subscribes(event.eventType(), eventTypes)) {
      return Optional.of(Verdict.of(Result.NOT_SUBSCRIBED));
    }
    return selection.filters() ? filtered(selection, eventTypes) : Optional.empty();
  }

  /** Nobody knows which filter decided about erased content. */
  private Optional<Verdict> filtered(Selection selection, Set<String> eventTypes) {
    return content
        .get()
        .map(selected -> selection.refusedBy(selected, eventTypes))
        .map(
            refusal ->
                refusal.map(by -> new Verdict(Result.FILTERED, by.filter(), Optional.empty())))
        .orElseGet(() -> Optional.of(Verdict.of(Result.FILTERED)));
  }

  private Verdict inactive(WebhookSettings settings) {
    boolean byAdministrator =
        settings
            .deactivationReason()
            .filter(DeactivationReason.BY_ADMINISTRATOR.text()::equals)
            .isPresent();
    return webhook
        .block()
        .filter(block -> byAdministrator)
        .map(BlockKind::text)
        .map(kind -> Verdict.of(Result.BLOCKED, kind))
        .orElseGet(
            () -> new Verdict(Result.INACTIVE, settings.deactivationReason(), Optional.empty()));
  }
}
