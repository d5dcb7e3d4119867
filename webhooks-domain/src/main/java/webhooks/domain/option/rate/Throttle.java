package webhooks.domain.option.rate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionValue;

/**
 * Bounds the requests to a receiver over all nodes: how many begin in a second, how many are in
 * flight, or both.
 *
 * <p>The rate is a generic cell rate algorithm. Each request moves the time from which the next one
 * is allowed by the same interval. A request that comes late lets the next ones catch up by at most
 * {@link #TOLERANCE}, so that in a minute the rate holds although nodes look for free requests only
 * now and then. After a longer rest no more requests begin at once than after a short one.
 *
 * @param requestsPerSecond 0.1 to 1,000
 * @param maxInFlight 1 to 100
 */
public record Throttle(Optional<BigDecimal> requestsPerSecond, OptionalInt maxInFlight)
    implements Option {
  /** Bounds nothing. */
  public static final Throttle NONE = new Throttle(Optional.empty(), OptionalInt.empty());

  /** How far the next allowed request may lie in the past. */
  public static final Duration TOLERANCE = Duration.ofMillis(500);

  private static final String RATE = "requestsPerSecond";
  private static final String IN_FLIGHT = "maxInFlight";
  private static final BigDecimal MIN_RATE = new BigDecimal("0.1");
  private static final BigDecimal MAX_RATE = new BigDecimal(1000);
  private static final BigDecimal MAX_IN_FLIGHT = new BigDecimal(100);

  /** Reads the option. */
  public static Optional<Throttle> read(OptionValue value) {
    if (!value.isObject()) {
      return Optional.empty();
    }
    Optional<BigDecimal> rate = value.member(RATE).flatMap(OptionValue::number);
    Optional<BigDecimal> inFlight = value.member(IN_FLIGHT).flatMap(OptionValue::number);
    rate.filter(number -> number.compareTo(MIN_RATE) < 0 || number.compareTo(MAX_RATE) > 0)
        .ifPresent(number -> value.invalid(RATE, "must be from 0.1 to 1000"));
    inFlight
        .filter(number -> !isCount(number))
        .ifPresent(number -> value.invalid(IN_FLIGHT, "must be a whole number from 1 to 100"));
    if (value.member(RATE).isEmpty() && value.member(IN_FLIGHT).isEmpty()) {
      value.invalid("must have 'requestsPerSecond' or 'maxInFlight'");
    }
    value.refuseUnknown();
    return Optional.of(
        new Throttle(
            rate,
            inFlight
                .map(number -> OptionalInt.of(number.intValue()))
                .orElseGet(OptionalInt::empty)));
  }

  private static boolean isCount(BigDecimal number) {
    return number.signum() > 0
        && number.compareTo(MAX_IN_FLIGHT) <= 0
        && number.stripTrailingZeros().scale() <= 0;
  }

  /**
   * Returns this throttle with a rate of at most this one, as far as the rules of the option allow
   * it.
   */
  public Throttle atMost(BigDecimal maxPerSecond) {
    BigDecimal max = maxPerSecond.max(MIN_RATE).min(MAX_RATE).stripTrailingZeros();
    BigDecimal plain = max.setScale(Math.max(0, max.scale()), RoundingMode.UNNECESSARY);
    return new Throttle(Optional.of(requestsPerSecond.orElse(plain).min(plain)), maxInFlight);
  }

  /**
   * Returns how many requests may begin now.
   *
   * @param since how many seconds ago the next request was allowed; negative if it is not yet
   * @param inFlight how many requests are in flight on all nodes
   */
  public int allowed(double since, int inFlight) {
    int places = Math.max(0, maxInFlight.orElse(Integer.MAX_VALUE) - inFlight);
    if (requestsPerSecond.isEmpty() || places == 0) {
      return places;
    }
    double late = Math.min(since, TOLERANCE.toMillis() / 1000.0);
    return late < 0 ? 0 : (int) Math.min(places, 1 + Math.floor(late * rate()));
  }

  /** Returns how many seconds so many requests use up. */
  public double seconds(int requests) {
    return requestsPerSecond.isPresent() ? requests / rate() : 0;
  }

  private double rate() {
    return requestsPerSecond.orElseThrow().doubleValue();
  }

  @Override
  public Object stored() {
    Map<String, Object> json = new LinkedHashMap<>();
    requestsPerSecond.ifPresent(rate -> json.put(RATE, rate));
    maxInFlight.ifPresent(max -> json.put(IN_FLIGHT, BigDecimal.valueOf(max)));
    return json;
  }
}
