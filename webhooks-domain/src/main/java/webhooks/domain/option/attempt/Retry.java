package webhooks.domain.option.attempt;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.option.value.IsoDuration;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionValue;
import webhooks.domain.settings.OptionSettings;

/**
 * When failed attempts are repeated.
 *
 * @param schedule the wait after each failed attempt but the last; no wait means no retry. Empty if
 *     the operator's schedule is used
 * @param finalStatuses the statuses of failures that end a delivery, whatever the schedule says
 */
public record Retry(Optional<List<IsoDuration>> schedule, List<Integer> finalStatuses)
    implements Option {
  private static final String SCHEDULE = "schedule";
  private static final String FINAL_STATUSES = "finalStatuses";
  private static final int MAX_RETRIES = 20;
  private static final Duration MIN_WAIT = Duration.ofSeconds(1);
  private static final Duration MAX_WAIT = Duration.ofDays(2);
  private static final int MIN_STATUS = 300;
  private static final int MAX_STATUS = 599;
  private static final int MAX_STATUSES = 100;

  /** Reads the option. */
  public static Optional<Retry> read(OptionValue value, OptionSettings maxima) {
    if (!value.isObject()) {
      return Optional.empty();
    }
    Optional<OptionValue> schedule = value.member(SCHEDULE);
    Optional<OptionValue> statuses = value.member(FINAL_STATUSES);
    if (schedule.isEmpty() && statuses.isEmpty()) {
      value.invalid("must have 'schedule' or 'finalStatuses'");
    }
    value.refuseUnknown();
    return Optional.of(
        new Retry(
            schedule.map(given -> waits(given, maxima)),
            statuses.map(Retry::statuses).orElse(List.of())));
  }

  private static List<IsoDuration> waits(OptionValue schedule, OptionSettings maxima) {
    List<OptionValue> entries = schedule.elements().orElse(List.of());
    if (schedule.hasMoreThan(MAX_RETRIES, "entries")) {
      return List.of();
    }
    List<IsoDuration> waits = entries.stream().flatMap(entry -> wait(entry).stream()).toList();
    Duration sum = waits.stream().map(IsoDuration::length).reduce(Duration.ZERO, Duration::plus);
    if (sum.compareTo(maxima.maxRetryDuration()) > 0) {
      schedule.exceeds("must be at most " + maxima.maxRetryDuration() + " in all");
    }
    return waits;
  }

  private static Optional<IsoDuration> wait(OptionValue entry) {
    Optional<IsoDuration> given = entry.duration();
    given
        .filter(duration -> !duration.isBetween(MIN_WAIT, MAX_WAIT))
        .ifPresent(duration -> entry.invalid("must be from PT1S to P2D"));
    return given.filter(duration -> duration.isBetween(MIN_WAIT, MAX_WAIT));
  }

  private static List<Integer> statuses(OptionValue given) {
    List<OptionValue> entries = given.elements().orElse(List.of());
    if (given.hasMoreThan(MAX_STATUSES, "entries")) {
      return List.of();
    }
    return entries.stream().flatMap(entry -> status(entry).stream()).distinct().toList();
  }

  private static Optional<Integer> status(OptionValue entry) {
    Optional<BigDecimal> number = entry.number();
    number
        .filter(one -> !isStatus(one))
        .ifPresent(one -> entry.invalid("must be a status from 300 to 599"));
    return number.filter(Retry::isStatus).map(BigDecimal::intValue);
  }

  private static boolean isStatus(BigDecimal number) {
    return number.compareTo(BigDecimal.valueOf(MIN_STATUS)) >= 0
        && number.compareTo(BigDecimal.valueOf(MAX_STATUS)) <= 0
        && number.stripTrailingZeros().scale() <= 0;
  }

  /** Returns the waits of the schedule, if the owner has set one. */
  public Optional<List<Duration>> waits() {
    return schedule.map(entries -> entries.stream().map(IsoDuration::length).toList());
  }

  @Override
  public Object stored() {
    Map<String, Object> json = new LinkedHashMap<>();
    schedule.ifPresent(waits -> json.put(SCHEDULE, waits.stream().map(IsoDuration::text).toList()));
    if (!finalStatuses.isEmpty()) {
      json.put(FINAL_STATUSES, finalStatuses.stream().map(BigDecimal::valueOf).toList());
    }
    return json;
  }
}
