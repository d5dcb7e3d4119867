package webhooks.domain.option.selection;

import java.util.Optional;

/**
 * Says why an event does not go to a webhook.
 *
 * @param filter the path of the filter that decided, such as {@code filters[1].all[0]}; empty if
 *     the webhook is not subscribed to the type of the event
 */
public record SelectionRefusal(Optional<String> filter) {
  /** The webhook is not subscribed to the type of the event. */
  public static final SelectionRefusal NOT_SUBSCRIBED = new SelectionRefusal(Optional.empty());

  /** Returns the refusal of a filter. */
  static SelectionRefusal filtered(String path) {
    return new SelectionRefusal(Optional.of(path));
  }

  /** Returns whether a filter dropped the event, to whose type the webhook is subscribed. */
  public boolean isFiltered() {
    return filter.isPresent();
  }
}
