package webhooks.domain.event;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.id.AccountId;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Timestamps;

/**
 * Checks the properties of events, and collects all faults of one event.
 *
 * <p>If an event has a property twice, its properties are not checked, because it is not known
 * which one is meant.
 */
final class EventRules {
  /** The first time that is accepted: receivers' parsers expect a year of four digits in UTC. */
  private static final Instant FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private static final Map<EventForm, String> OWNER =
      Map.of(
          EventForm.ITWIN,
          "'iTwinId' or 'accountId' is required.",
          EventForm.CLOUDEVENTS,
          "'itwinid', 'accountid', or a 'source' that ends with /itwins/ and an id, is required.");

  private final EventTypes catalogue;
  private final Clock clock;

  EventRules(EventTypes catalogue, Clock clock) {
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /**
   * Returns the event in an envelope, unless the envelope has faults.
   *
   * @param ownId returns the id of an event that has no message id
   */
  Optional<Event> event(Envelope envelope, Supplier<UUID> ownId) {
    Faults faults = envelope.faults();
    if (hasDuplicate(envelope)) {
      return Optional.empty();
    }
    if (envelope.form() == EventForm.CLOUDEVENTS) {
      CloudEventRules.check(envelope);
    }
    checkType(envelope);
    if (!faults.has(EventForm.BINARY_DATA)) {
      envelope.require(EventProperty.CONTENT);
    }
    Optional<UUID> iTwinId = iTwinId(envelope);
    Optional<String> accountId = accountId(envelope, iTwinId);
    Optional<UUID> messageId = uuid(EventProperty.MESSAGE_ID, envelope);
    Optional<String> enqueued = enqueued(envelope);
    if (!faults.all().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Event(
            messageId.orElseGet(ownId),
            envelope.text(EventProperty.EVENT_TYPE).orElseThrow(),
            accountId,
            iTwinId,
            new EventPayload(envelope.content().orElseThrow(), enqueued.orElseThrow()),
            CloudEventRules.trace(envelope)));
  }

  /**
   * Checks the properties of an event that a caller sends to test a webhook: a type, which may also
   * be one of the product's own, and a content. Both are optional.
   */
  void checkTest(Envelope envelope) {
    if (hasDuplicate(envelope)) {
      return;
    }
    envelope
        .text(EventProperty.EVENT_TYPE)
        .filter(type -> !type.equals(EventTypes.TEST) && !catalogue.has(type))
        .ifPresent(type -> envelope.invalid(EventProperty.EVENT_TYPE, "is not in the catalogue."));
    Stream.of(EventProperty.values())
        .filter(property -> property != EventProperty.EVENT_TYPE)
        .filter(property -> envelope.text(property).isPresent())
        .forEach(
            property -> envelope.faults().add(envelope.form().unknown(envelope.name(property))));
    envelope.refuseUnknown();
  }

  private static boolean hasDuplicate(Envelope envelope) {
    if (envelope.hasDuplicate()) {
      envelope
          .faults()
          .add(Fault.ofBody(FaultCode.INVALID_REQUEST_BODY, "The event has a property twice."));
    }
    return envelope.hasDuplicate();
  }

  private void checkType(Envelope envelope) {
    envelope.require(EventProperty.EVENT_TYPE);
    Optional<String> type = envelope.text(EventProperty.EVENT_TYPE);
    if (type.isPresent() && !catalogue.has(type.get())) {
      envelope.invalid(EventProperty.EVENT_TYPE, "is not in the catalogue.");
    } else if (type.isPresent() && EventTypes.isOwn(type.get())) {
      envelope.invalid(
          EventProperty.EVENT_TYPE, "is a type of events that only this product makes.");
    }
  }

  private static Optional<UUID> uuid(EventProperty property, Envelope envelope) {
    Optional<String> text = envelope.text(property);
    Optional<UUID> id = text.flatMap(Ids::parse);
    if (text.isPresent() && id.isEmpty()) {
      envelope.invalid(property, "is not a UUID.");
    }
    return id;
  }

  /** Returns the iTwin that the event names. The source of a CloudEvent counts last. */
  private static Optional<UUID> iTwinId(Envelope envelope) {
    return envelope.text(EventProperty.ITWIN_ID).isPresent()
        ? uuid(EventProperty.ITWIN_ID, envelope)
        : CloudEventRules.iTwinOfSource(envelope);
  }

  private static Optional<String> accountId(Envelope envelope, Optional<UUID> iTwinId) {
    Optional<String> text = envelope.text(EventProperty.ACCOUNT_ID);
    Optional<AccountId> id = text.flatMap(AccountId::parse);
    if (text.isPresent() && id.isEmpty()) {
      envelope.invalid(EventProperty.ACCOUNT_ID, AccountId.RULE);
    }
    boolean hasFault = envelope.faults().has(envelope.name(EventProperty.ACCOUNT_ID));
    if (text.isEmpty() && iTwinId.isEmpty() && !hasFault) {
      envelope.missing(EventProperty.ITWIN_ID, OWNER.get(envelope.form()));
    }
    return id.map(AccountId::text);
  }

  private Optional<String> enqueued(Envelope envelope) {
    Optional<String> text = envelope.text(EventProperty.ENQUEUED);
    if (text.isEmpty()) {
      return Optional.of(Timestamps.utcMillis(clock.instant()));
    }
    Optional<String> enqueued = text.flatMap(EventRules::inUtc);
    if (enqueued.isEmpty()) {
      envelope.invalid(
          EventProperty.ENQUEUED,
          "must be ISO 8601 of the years 0001 to 9999, such as 2026-10-02T14:55:00.463Z.");
    }
    return enqueued;
  }

  private static Optional<String> inUtc(String given) {
    try {
      Instant instant = Timestamps.instant(given);
      if (instant.isBefore(FIRST_TIME) || instant.isAfter(LAST_TIME)) {
        return Optional.empty();
      }
      // A time in UTC stays as the publisher wrote it, with all its digits, unless its year has a
      // sign.
      boolean unchanged = given.endsWith("Z") && !given.startsWith("+");
      return Optional.of(unchanged ? given : Timestamps.utcMillis(instant));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
