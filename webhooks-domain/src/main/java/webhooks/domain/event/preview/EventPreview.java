package webhooks.domain.event.preview;

import java.util.Optional;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.PreparedRequest;

/**
 * What a webhook would do with one event, if it is active.
 *
 * @param refusal why the event would not go to the webhook; empty if it would
 * @param filter the path of the filter that decided, if one did
 * @param request the request; empty if the event can't have the form that the options ask for
 * @param failure why there is no request
 */
public record EventPreview(
    Optional<Refused> refusal,
    Optional<String> filter,
    Optional<PreparedRequest> request,
    Optional<AttemptCause> failure) {
  /** Why an event does not go to a webhook. */
  public enum Refused {
    /** The event belongs to another account or iTwin. */
    OTHER_SCOPE("otherScope"),
    /** The webhook is not subscribed to the type of the event. */
    NOT_SUBSCRIBED("notSubscribed"),
    /** A filter drops the event. */
    FILTERED("filtered");

    private final String text;

    Refused(String text) {
      this.text = text;
    }

    /** Returns the name in the API. */
    public String text() {
      return text;
    }
  }
}
