package webhooks.domain.event.preview;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a webhook would have done with the stored events in its scope.
 *
 * @param events how many events were examined, the newest first
 * @param matched how many of them would have gone to the webhook
 * @param bytes the size of the bodies of these, in mode {@code itwin}
 * @param complete whether all events of the period were examined
 * @param examples the newest events that match, and the newest that filters drop
 */
public record StoredPreview(
    long events, long matched, long bytes, boolean complete, List<Example> examples) {
  /**
   * One event.
   *
   * @param filter the path of the filter that decided; empty if the event matches
   */
  public record Example(UUID messageId, String eventType, Optional<String> filter) {}
}
