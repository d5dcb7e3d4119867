package webhooks.domain.event;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A property of an event. Each {@link EventForm} has a name of its own for it. */
enum EventProperty {
  MESSAGE_ID("messageId", "id"),
  EVENT_TYPE("eventType", "type"),
  ITWIN_ID("iTwinId", "itwinid"),
  ACCOUNT_ID("accountId", "accountid"),
  ENQUEUED("enqueuedDateTime", "time"),
  CONTENT("content", "data"),
  SPEC_VERSION(CloudEventAttributes.SPEC_VERSION),
  SOURCE("source"),
  CONTENT_TYPE(CloudEventAttributes.CONTENT_TYPE),
  SCHEMA("dataschema"),
  SUBJECT("subject"),
  TRACEPARENT("traceparent"),
  TRACESTATE("tracestate");

  private static final Map<EventForm, Map<String, EventProperty>> BY_NAME =
      new EnumMap<>(EventForm.class);

  static {
    for (EventForm form : EventForm.values()) {
      BY_NAME.put(
          form,
          Arrays.stream(values())
              .filter(property -> property.nameIn(form) != null)
              .collect(Collectors.toMap(property -> property.nameIn(form), property -> property)));
    }
  }

  private final String iTwinName;
  private final String cloudEventsName;

  EventProperty(String iTwinName, String cloudEventsName) {
    this.iTwinName = iTwinName;
    this.cloudEventsName = cloudEventsName;
  }

  /** Creates a property that only CloudEvents have. */
  EventProperty(String cloudEventsName) {
    this(null, cloudEventsName);
  }

  /** Returns the property with this name, if events of the form have one. */
  static Optional<EventProperty> named(String name, EventForm form) {
    return Optional.ofNullable(BY_NAME.get(form).get(name));
  }

  /** Returns the name in events of this form; null if they do not have the property. */
  String nameIn(EventForm form) {
    return form == EventForm.ITWIN ? iTwinName : cloudEventsName;
  }
}
