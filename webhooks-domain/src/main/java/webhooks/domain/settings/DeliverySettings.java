package webhooks.domain.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import webhooks.settings.SettingReader;

/**
 * The settings of sending deliveries.
 *
 * @param timeout {@code webhooks.delivery.timeout}, PT5S, at most PT1M: the limit for one attempt
 *     in all, to a webhook without the option {@code timeout}
 * @param retrySchedule {@code webhooks.delivery.retry-schedule}: the wait after each failed
 *     attempt, to a webhook without the option {@code retry}; there is one attempt more than there
 *     are entries
 * @param maxInFlight {@code webhooks.delivery.max-in-flight}, 500: the maximum of requests that a
 *     node has in flight
 * @param maxInFlightPerWebhook {@code webhooks.delivery.max-in-flight-per-webhook}, 100: the same
 *     for one webhook
 * @param allowedNetworks {@code webhooks.delivery.allowed-networks}: CIDRs that may be called
 *     although they are not public
 * @param trustedCertificates {@code webhooks.delivery.trusted-certificates}: a PEM file of
 *     authorities that are trusted in addition to Java's
 * @param proxy {@code webhooks.delivery.proxy}: an HTTP proxy that all deliveries go through; proxy
 *     settings of the environment are ignored
 * @param sendsTraceState {@code webhooks.delivery.tracestate}, false: whether receivers get the
 *     {@code tracestate} of the publisher, which is meant for the systems of a trace
 */
public record DeliverySettings(
    Duration timeout,
    List<Duration> retrySchedule,
    int maxInFlight,
    int maxInFlightPerWebhook,
    List<String> allowedNetworks,
    Optional<Path> trustedCertificates,
    Optional<HostAndPort> proxy,
    boolean sendsTraceState) {
  /**
   * The maximum time-out. It bounds how long the deliveries of a dead node wait: until the end of
   * their leases, which last ten seconds longer than the time-out.
   */
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

  private static final Duration MAX_WAIT = Duration.ofDays(365);

  static DeliverySettings read(SettingReader reader) {
    return new DeliverySettings(
        reader.duration("webhooks.delivery.timeout", "PT5S", MAX_TIMEOUT),
        reader.durations(
            "webhooks.delivery.retry-schedule",
            "PT5S,PT5M,PT30M,PT2H,PT5H,PT10H,PT14H,PT20H,PT24H",
            MAX_WAIT),
        reader.count("webhooks.delivery.max-in-flight", 500),
        reader.count("webhooks.delivery.max-in-flight-per-webhook", 100),
        reader.list("webhooks.delivery.allowed-networks", List.of()),
        reader.path("webhooks.delivery.trusted-certificates"),
        HostAndPort.read(reader, "webhooks.delivery.proxy"),
        reader.oneOf("webhooks.delivery.tracestate", "false", "true").equals("true"));
  }

  /** Returns the length of a lease to a webhook without the option {@code timeout}. */
  public Duration lease() {
    return lease(timeout);
  }

  /**
   * Returns the length of a lease: enough for a wait in memory, an attempt and its record.
   *
   * @param attempt the time-out of the attempt
   */
  public static Duration lease(Duration attempt) {
    return attempt.plusSeconds(10);
  }

  /** Returns the longest time-out of any attempt, with or without the option {@code timeout}. */
  public Duration longestTimeout() {
    Duration ofOption = OptionSettings.LARGEST.maxTimeout();
    return timeout.compareTo(ofOption) > 0 ? timeout : ofOption;
  }
}
