package webhooks.domain.event.preview;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.id.Ids;
import webhooks.domain.option.value.OptionValue;
import webhooks.domain.page.Timestamps;

/**
 * A request to preview the options of a webhook. Exactly one of the last three is given, unless the
 * request has faults.
 *
 * @param options the options by their names, as JSON values; empty for the stored ones
 * @param messageId names a stored event
 * @param event the JSON of an event, as publishers send it
 * @param since the time from which stored events are counted
 */
public record PreviewRequest(
    Optional<Map<String, Object>> options,
    Optional<UUID> messageId,
    Optional<Map<String, Object>> event,
    Optional<Instant> since) {
  private static final Set<String> NAMES = Set.of("options", "messageId", "event", "since");
  static final Duration MAX_PERIOD = Duration.ofDays(1);

  /** Events that were published while a request was on its way still count. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  /**
   * Reads a request.
   *
   * @param members the members of the body
   * @param bodyFaults the faults of the body as a whole
   * @param faults gets all faults
   */
  static PreviewRequest read(
      Map<String, Object> members, List<Fault> bodyFaults, Instant now, Faults faults) {
    bodyFaults.forEach(faults::add);
    Optional<OptionValue> options = value(members, "options", faults);
    Optional<OptionValue> messageId = value(members, "messageId", faults);
    Optional<OptionValue> event = value(members, "event", faults);
    Optional<OptionValue> since = value(members, "since", faults);
    refuseUnknown(members, faults);
    List<OptionValue> given = Stream.of(event, messageId, since).flatMap(Optional::stream).toList();
    if (given.isEmpty() && bodyFaults.isEmpty()) {
      faults.missing("event");
    }
    given.stream()
        .skip(1)
        .forEach(value -> value.invalid("must not be given beside another event"));
    return new PreviewRequest(
        options.flatMap(PreviewRequest::object),
        messageId.flatMap(PreviewRequest::id),
        event.flatMap(PreviewRequest::object),
        since.flatMap(value -> time(value, now)));
  }

  private static Optional<OptionValue> value(
      Map<String, Object> members, String name, Faults faults) {
    return Optional.ofNullable(members.get(name))
        .map(value -> new OptionValue(name, value, faults));
  }

  private static void refuseUnknown(Map<String, Object> members, Faults faults) {
    members.forEach(
        (name, value) -> {
          if (value != null && !NAMES.contains(name)) {
            faults.add(
                Fault.of(
                    FaultCode.INVALID_PROPERTY,
                    name,
                    "Property '" + name + "' is unknown or cannot be set."));
          }
        });
  }

  @SuppressWarnings("unchecked")
  private static Optional<Map<String, Object>> object(OptionValue value) {
    return value.isObject() ? Optional.of((Map<String, Object>) value.json()) : Optional.empty();
  }

  private static Optional<UUID> id(OptionValue value) {
    Optional<String> text = value.text();
    Optional<UUID> id = text.flatMap(Ids::parse);
    if (text.isPresent() && id.isEmpty()) {
      value.invalid("must be a UUID");
    }
    return id;
  }

  private static Optional<Instant> time(OptionValue value, Instant now) {
    Optional<String> text = value.text();
    Optional<Instant> time =
        text.flatMap(PreviewRequest::parse)
            .filter(one -> !one.isBefore(now.minus(MAX_PERIOD).minus(TOLERANCE)))
            .filter(one -> !one.isAfter(now));
    if (text.isPresent() && time.isEmpty()) {
      value.invalid("must be a time within the last 24 hours");
    }
    return time;
  }

  private static Optional<Instant> parse(String text) {
    try {
      return Optional.of(Timestamps.instant(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Returns a description without values. */
  @Override
  public String toString() {
    return "PreviewRequest";
  }
}
