package webhooks.domain.delivery.history.overview;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The orders of found webhooks. */
enum WebhookSort {
  /** The newest first. */
  NEWEST,
  /** Failing ones first, the one that has failed longest before the others; then the newest. */
  FAILING,
  /** By host and path, in alphabetical order. */
  HOST,
  /** The one with the most pending deliveries first, counted up to a bound; then the newest. */
  BACKLOG;

  /** The names of all orders, for a message. */
  static final String NAMES =
      Arrays.stream(values()).map(WebhookSort::text).collect(Collectors.joining(", "));

  /** Returns the name of the order in the API. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<WebhookSort> of(String text) {
    return Arrays.stream(values()).filter(sort -> sort.text().equals(text)).findFirst();
  }
}
