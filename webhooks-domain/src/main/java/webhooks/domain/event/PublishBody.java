package webhooks.domain.event;

import java.util.List;
import java.util.Map;

/**
 * The body of a request to publish.
 *
 * @param format how the body holds events
 * @param attributes the attributes of a binary CloudEvent; none in other formats
 * @param bytes the bytes of the body; empty if the request has none
 */
public record PublishBody(Format format, CloudEventAttributes attributes, byte[] bytes) {
  private static final CloudEventAttributes NONE = new CloudEventAttributes(Map.of(), List.of());

  /** How a body holds events. */
  public enum Format {
    /** Events of the product's own form. */
    ITWIN(EventForm.ITWIN, "one event, or an array of 1 to 1,000 events"),

    /** A CloudEvent in structured mode. */
    CLOUDEVENT(EventForm.CLOUDEVENTS, "one CloudEvent"),

    /** CloudEvents in batched mode. */
    CLOUDEVENT_BATCH(EventForm.CLOUDEVENTS, "an array of 1 to 1,000 CloudEvents"),

    /** The data of a CloudEvent in binary mode. */
    CLOUDEVENT_DATA(EventForm.CLOUDEVENTS, "one JSON object");

    private final EventForm form;
    private final String shape;

    Format(EventForm form, String shape) {
      this.form = form;
      this.shape = shape;
    }

    EventForm form() {
      return form;
    }

    /** Returns the JSON of such a body, in words. */
    String shape() {
      return shape;
    }

    boolean mayBeObject() {
      return this != CLOUDEVENT_BATCH;
    }

    boolean mayBeArray() {
      return this == ITWIN || this == CLOUDEVENT_BATCH;
    }
  }

  /** Creates a body that holds its events whole. */
  public PublishBody(Format format, byte[] bytes) {
    this(format, NONE, bytes);
  }

  /** Creates a body of events of the product's own form. */
  public static PublishBody ofITwinEvents(byte[] bytes) {
    return new PublishBody(Format.ITWIN, bytes);
  }

  /** Creates the body of a CloudEvent in binary mode. */
  public PublishBody(CloudEventAttributes attributes, byte[] data) {
    this(Format.CLOUDEVENT_DATA, attributes, data);
  }
}
