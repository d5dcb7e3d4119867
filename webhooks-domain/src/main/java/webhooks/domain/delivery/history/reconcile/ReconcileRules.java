package webhooks.domain.delivery.history.reconcile;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.id.Ids;
import webhooks.domain.option.value.OptionValue;
import webhooks.domain.page.PageRules;
import webhooks.domain.page.Timestamps;

/** The rules for a request to reconcile. All faults of a request are reported at once. */
final class ReconcileRules {
  /** The maximum number of hours in a request, about as many as fit into its body. */
  static final int MAX_HOURS = 1000;

  /** The maximum number of ids in a request. */
  static final int MAX_IDS = 10_000;

  private static final String SINCE = "since";
  private static final String UNTIL = "until";
  private static final String HOURS = "hours";
  private static final String MESSAGE_IDS = "messageIds";
  private static final String HASH = "[0-9a-fA-F]{64}";

  private final Faults faults;
  private final Map<String, Object> members;

  private ReconcileRules(ReconcileDeliveries request) {
    this.faults = new Faults(request.faults());
    this.members = request.members();
  }

  /**
   * Checks a request.
   *
   * @param now the database's time
   * @param retention how long events are kept
   * @throws webhooks.domain.error.Refusal with every fault
   */
  static ReconcileQuery check(ReconcileDeliveries request, Instant now, Duration retention) {
    return new ReconcileRules(request).check(now, retention);
  }

  private ReconcileQuery check(Instant now, Duration retention) {
    Instant since = Instant.EPOCH;
    Instant until = Instant.EPOCH;
    Optional<Map<Instant, HourDigest>> hours = Optional.empty();
    Optional<Set<UUID>> messageIds = Optional.empty();
    if (!faults.concernWholeBody()) {
      refuseUnknown();
      since = time(SINCE);
      until = time(UNTIL);
      checkPeriod(since, until, now, retention);
      hours = elements(HOURS).map(this::hours);
      messageIds = elements(MESSAGE_IDS).map(this::messageIds);
      checkWhole(since, until, hours);
      if (members.get(HOURS) == null && members.get(MESSAGE_IDS) == null) {
        faults.missing(HOURS);
      }
    }
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot reconcile deliveries. Make sure the request body is valid.");
    return new ReconcileQuery(since, until, hours, messageIds);
  }

  private void refuseUnknown() {
    members.forEach(
        (name, value) -> {
          if (value != null && !List.of(SINCE, UNTIL, HOURS, MESSAGE_IDS).contains(name)) {
            faults.unknown(name);
          }
        });
  }

  private Optional<OptionValue> value(String name) {
    return Optional.ofNullable(members.get(name))
        .map(value -> new OptionValue(name, value, faults));
  }

  private Optional<List<OptionValue>> elements(String name) {
    if (members.get(name) instanceof List<?> list && list.stream().anyMatch(Objects::isNull)) {
      faults.invalid(name, "'" + name + "' must have no element that is null.");
      return Optional.empty();
    }
    return value(name).flatMap(OptionValue::elements);
  }

  private Instant time(String name) {
    if (members.get(name) == null) {
      faults.missing(name);
    }
    return PageRules.time(name, value(name).flatMap(OptionValue::text), faults)
        .orElse(Instant.EPOCH);
  }

  private void checkPeriod(Instant since, Instant until, Instant now, Duration retention) {
    if (!faults.has(SINCE) && since.isBefore(now.minus(retention))) {
      faults.invalid(SINCE, "'since' must not be longer ago than events are kept.");
    }
    if (!faults.has(SINCE) && !faults.has(UNTIL) && !until.isAfter(since)) {
      faults.invalid(UNTIL, "'until' must be after 'since'.");
    }
    if (!faults.has(UNTIL) && until.isAfter(now.plus(Duration.ofHours(1)))) {
      faults.invalid(UNTIL, "'until' must not be after the present hour.");
    }
  }

  /** Parts of hours can't be compared. */
  private void checkWhole(Instant since, Instant until, Optional<Map<Instant, HourDigest>> hours) {
    if (hours.isEmpty()) {
      return;
    }
    Map.of(SINCE, since, UNTIL, until)
        .forEach(
            (name, time) -> {
              if (!faults.has(name) && !ReconcileQuery.hourOf(time).equals(time)) {
                faults.invalid(name, "'" + name + "' must be a whole hour in UTC.");
              }
            });
    boolean outside =
        hours.get().keySet().stream()
            .anyMatch(hour -> hour.isBefore(since) || !hour.isBefore(until));
    if (outside && !faults.has(SINCE) && !faults.has(UNTIL)) {
      faults.invalid(HOURS, "'hours' must be within the period.");
    }
  }

  private Map<Instant, HourDigest> hours(List<OptionValue> elements) {
    Map<Instant, HourDigest> hours = new HashMap<>();
    if (elements.size() > MAX_HOURS) {
      new OptionValue(HOURS, elements, faults).exceeds("must have at most " + MAX_HOURS + " hours");
      return hours;
    }
    for (OptionValue element : elements) {
      if (element.isObject()) {
        addHour(element, hours);
      }
    }
    return hours;
  }

  private static void addHour(OptionValue element, Map<Instant, HourDigest> hours) {
    Optional<Instant> hour = element.requiredText("hour").flatMap(ReconcileRules::hour);
    Optional<Long> count = count(element);
    Optional<String> hash = element.requiredText("hash");
    element.refuseUnknown();
    if (element.member("hour").isPresent() && hour.isEmpty()) {
      element.invalid("hour", "must be a whole hour in UTC, such as 2026-10-02T14:00:00Z");
    }
    if (hash.filter(text -> !text.matches(HASH)).isPresent()) {
      element.invalid("hash", "must have 64 hexadecimal digits");
    } else if (hour.isPresent() && count.isPresent() && hash.isPresent()) {
      HourDigest digest = new HourDigest(count.get(), HexFormat.of().parseHex(hash.get()));
      if (hours.put(hour.get(), digest) != null) {
        element.invalid("hour", "must not be given twice");
      }
    }
  }

  private static Optional<Instant> hour(String text) {
    try {
      return Optional.of(Timestamps.instant(text))
          .filter(time -> ReconcileQuery.hourOf(time).equals(time));
    } catch (java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> count(OptionValue element) {
    Optional<OptionValue> given = element.member("count");
    if (given.isEmpty()) {
      element.invalid("count", "is required");
    }
    Optional<Long> count = given.flatMap(OptionValue::number).flatMap(ReconcileRules::whole);
    if (given.isPresent() && count.isEmpty()) {
      given
          .filter(value -> value.json() instanceof BigDecimal)
          .ifPresent(value -> value.invalid("must be a whole number, 0 or more"));
    }
    return count;
  }

  private static Optional<Long> whole(BigDecimal number) {
    try {
      return Optional.of(number.longValueExact()).filter(count -> count >= 0);
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private Set<UUID> messageIds(List<OptionValue> elements) {
    if (elements.size() > MAX_IDS) {
      new OptionValue(MESSAGE_IDS, elements, faults)
          .exceeds("must have at most " + MAX_IDS + " ids. Take a shorter period");
      return Set.of();
    }
    Set<UUID> ids = new HashSet<>();
    for (OptionValue element : elements) {
      Optional<UUID> id =
          element.json() instanceof String text ? Ids.parse(text) : Optional.empty();
      if (id.isEmpty()) {
        faults.invalid(MESSAGE_IDS, "'messageIds' must be UUIDs.");
        return Set.of();
      }
      ids.add(id.get());
    }
    return ids;
  }
}
