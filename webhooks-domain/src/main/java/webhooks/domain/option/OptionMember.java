package webhooks.domain.option;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import webhooks.domain.option.attempt.AttemptTimeout;
import webhooks.domain.option.attempt.Retry;
import webhooks.domain.option.authentication.Authentication;
import webhooks.domain.option.consent.Consent;
import webhooks.domain.option.header.CustomHeaders;
import webhooks.domain.option.rate.Throttle;
import webhooks.domain.option.request.Format;
import webhooks.domain.option.retention.PayloadRetention;
import webhooks.domain.option.selection.EventFilters;
import webhooks.domain.option.selection.EventTypePatterns;
import webhooks.domain.option.signature.Signature;
import webhooks.domain.option.tls.ClientTls;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionContext;
import webhooks.domain.option.value.OptionValue;

/** The options that a webhook can have, in the order in which they are shown. */
public enum OptionMember {
  /** Headers that are added to each request. */
  HEADERS("headers", CustomHeaders::read),
  /** How the product proves to the receiver who it is. */
  AUTHENTICATION("authentication", Authentication::read),
  /** The client certificate for the receiver, and the authorities that are trusted there. */
  TLS("tls", ClientTls::read),
  /** Patterns of event types, in addition to its event types. */
  EVENT_TYPE_PATTERNS("eventTypePatterns", (value, context) -> EventTypePatterns.read(value)),
  /** Filters that all must hold for an event. */
  FILTERS("filters", (value, context) -> EventFilters.read(value)),
  /** The form in which the receiver gets events. */
  FORMAT("format", (value, context) -> Format.read(value)),
  /** How fast the receiver gets requests. */
  THROTTLE("throttle", (value, context) -> Throttle.read(value)),
  /** How long an attempt may take. */
  TIMEOUT("timeout", (value, context) -> AttemptTimeout.read(value, context.maxima())),
  /** When failed attempts are repeated. */
  RETRY("retry", (value, context) -> Retry.read(value, context.maxima())),
  /** The signatures of the header {@code webhook-signature}. */
  SIGNATURE("signature", Signature::read),
  /** The payloads that are kept and shown. */
  RETENTION("retention", (value, context) -> PayloadRetention.read(value)),
  /** A text of the owner about the purpose of the webhook. */
  DESCRIPTION("description", (value, context) -> Description.read(value)),
  /** The consent of the receiver, which only the product sets and nobody reads. */
  CONSENT("consent", Consent::read);

  /**
   * The level of the options that this version knows. A version that adds one has a higher level,
   * because a node of an earlier version would send requests without it. From 3 on, a node also
   * adds operational events to alerts.
   */
  public static final int LEVEL = 3;

  private final String text;
  private final BiFunction<OptionValue, OptionContext, Optional<? extends Option>> reader;

  OptionMember(
      String text, BiFunction<OptionValue, OptionContext, Optional<? extends Option>> reader) {
    this.text = text;
    this.reader = reader;
  }

  /** Returns the member of a name, if there is one. */
  public static Optional<OptionMember> of(String text) {
    return Stream.of(values()).filter(member -> member.text.equals(text)).findFirst();
  }

  /** Returns the member of a name, if there is one that owners set. */
  public static Optional<OptionMember> settable(String text) {
    return of(text).filter(member -> !member.isInternal());
  }

  /** Returns whether owners neither set nor read the option. */
  boolean isInternal() {
    return this == CONSENT;
  }

  /** Returns the name in the API. */
  public String text() {
    return text;
  }

  /** Reads the option. If it is invalid, the faults of the value say why. */
  Optional<Option> read(OptionValue value, OptionContext context) {
    return reader.apply(value, context).map(Option.class::cast);
  }
}
