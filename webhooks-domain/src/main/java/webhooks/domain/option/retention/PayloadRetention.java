package webhooks.domain.option.retention;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.json.JsonPath;
import webhooks.domain.json.JsonPath.MemberStep;
import webhooks.domain.option.value.IsoDuration;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionValue;

/**
 * Bounds how long payloads of a webhook are kept, and hides values in the delivery history. It
 * never changes the requests.
 *
 * @param payload how long the payload is kept after the end of a delivery; empty as long as the
 *     delivery
 * @param storesResponse whether the beginning of a response's body, and its headers, are stored
 * @param redacted the paths in the body whose values the history does not show, as they were given
 */
public record PayloadRetention(
    Optional<IsoDuration> payload, boolean storesResponse, List<String> redacted)
    implements Option {
  /** Keeps and shows all. */
  public static final PayloadRetention NONE =
      new PayloadRetention(Optional.empty(), true, List.of());

  private static final Duration MAX_PAYLOAD = Duration.ofDays(14);
  private static final int MAX_PATHS = 20;
  private static final int MAX_PATH_LENGTH = 256;
  private static final String PAYLOAD = "payload";
  private static final String STORE_RESPONSE = "storeResponse";
  private static final String REDACT = "redact";
  private static final MemberStep CONTENT = new MemberStep("content");

  /** Copies the paths. */
  public PayloadRetention {
    redacted = List.copyOf(redacted);
  }

  /** Reads the option. */
  public static Optional<PayloadRetention> read(OptionValue value) {
    if (!value.isObject()) {
      return Optional.empty();
    }
    Optional<OptionValue> payload = value.member(PAYLOAD);
    Optional<OptionValue> storeResponse = value.member(STORE_RESPONSE);
    Optional<OptionValue> redact = value.member(REDACT);
    value.refuseUnknown();
    if (payload.isEmpty() && storeResponse.isEmpty() && redact.isEmpty()) {
      value.invalid("must have 'payload', 'storeResponse' or 'redact'");
    }
    return Optional.of(
        new PayloadRetention(
            payload.flatMap(PayloadRetention::duration),
            storeResponse.flatMap(OptionValue::flag).orElse(true),
            redact.map(PayloadRetention::paths).orElse(List.of())));
  }

  private static Optional<IsoDuration> duration(OptionValue value) {
    Optional<IsoDuration> given = value.duration();
    given
        .filter(duration -> !isTime(duration))
        .ifPresent(duration -> value.invalid("must be from PT0S to P14D, in whole seconds"));
    return given.filter(PayloadRetention::isTime);
  }

  private static boolean isTime(IsoDuration duration) {
    return duration.isBetween(Duration.ZERO, MAX_PAYLOAD) && duration.length().getNano() == 0;
  }

  private static List<String> paths(OptionValue value) {
    List<OptionValue> elements = value.elements().orElse(List.of());
    if (value.hasMoreThan(MAX_PATHS, "paths")) {
      return List.of();
    }
    Set<JsonPath> known = new HashSet<>();
    return elements.stream()
        .map(element -> element.text().filter(text -> isNew(element, text, known)).orElse(null))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Adds a fault if the path is not valid. Leaves out a path that is given twice. */
  private static boolean isNew(OptionValue element, String text, Set<JsonPath> known) {
    Optional<JsonPath> path =
        text.length() > MAX_PATH_LENGTH ? Optional.empty() : JsonPath.parse(text);
    if (path.filter(one -> !one.steps().isEmpty() && one.steps().get(0).equals(CONTENT))
        .isEmpty()) {
      element.invalid(
          "must be a singular JSONPath (RFC 9535) that begins with $.content, of at most "
              + MAX_PATH_LENGTH
              + " characters");
      return false;
    }
    return known.add(path.get());
  }

  /** Returns the paths whose values are not shown. */
  public List<JsonPath> redactedPaths() {
    return redacted.stream().flatMap(path -> JsonPath.parse(path).stream()).toList();
  }

  @Override
  public Object stored() {
    Map<String, Object> json = new LinkedHashMap<>();
    payload.ifPresent(duration -> json.put(PAYLOAD, duration.text()));
    json.put(STORE_RESPONSE, storesResponse);
    if (!redacted.isEmpty()) {
      json.put(REDACT, redacted);
    }
    return json;
  }
}
