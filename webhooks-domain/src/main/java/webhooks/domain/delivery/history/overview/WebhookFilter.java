package webhooks.domain.delivery.history.overview;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.delivery.history.state.HealthStatus;

/**
 * Which webhooks are found.
 *
 * @param accountId the account that owns them; empty for all that the caller sees
 * @param active true for active ones, false for inactive ones
 * @param ids the only ones; empty for all
 * @param words in lower case; each must occur in a webhook
 * @param state the state that they are in
 * @param eventType the type of events that they get, unless a filter drops them
 */
record WebhookFilter(
    Optional<String> accountId,
    Optional<Boolean> active,
    List<UUID> ids,
    List<String> words,
    Optional<HealthStatus> state,
    Optional<String> eventType) {
  /** Returns whether text is searched. */
  boolean hasWords() {
    return !words.isEmpty();
  }

  /** Returns the words that the text does not have. */
  List<String> missingIn(String lowerCaseText) {
    return words.stream().filter(word -> !lowerCaseText.contains(word)).toList();
  }
}
