package webhooks.domain.event.preview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.event.preview.StoredPreview.Example;
import webhooks.domain.option.selection.SelectedEvent;
import webhooks.domain.option.selection.SelectionRefusal;
import webhooks.domain.subscription.SendableWebhook;

/** Counts the stored events that a webhook would get. */
final class StoredCount {
  private static final int MAX_EXAMPLES = 5;

  private final SendableWebhook webhook;
  private final Set<String> eventTypes;
  private final List<Example> matching = new ArrayList<>();
  private final List<Example> filtered = new ArrayList<>();
  private long events;
  private long matched;
  private long bytes;

  StoredCount(SendableWebhook webhook, Set<String> eventTypes) {
    this.webhook = webhook;
    this.eventTypes = eventTypes;
  }

  void take(EventBody body) {
    events++;
    SelectedEvent event = SelectedEvent.ofStored(body.bytes());
    Optional<SelectionRefusal> refusal = webhook.options().selection().refusedBy(event, eventTypes);
    if (refusal.isEmpty()) {
      matched++;
      bytes += LeasedDelivery.body(body.bytes(), webhook.subscription().webhookId()).length;
    }
    List<Example> examples = refusal.isEmpty() ? matching : filtered;
    boolean isExample = refusal.isEmpty() || refusal.get().isFiltered();
    if (isExample && examples.size() < MAX_EXAMPLES) {
      examples.add(
          new Example(
              body.messageId(), event.eventType(), refusal.flatMap(SelectionRefusal::filter)));
    }
  }

  StoredPreview result(boolean complete) {
    List<Example> all = new ArrayList<>(matching);
    all.addAll(filtered);
    return new StoredPreview(events, matched, bytes, complete, all);
  }
}
