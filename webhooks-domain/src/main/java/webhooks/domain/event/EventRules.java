package webhooks.domain.event;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
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
    if (envelope.hasDuplicate()) {
      faults.add(Fault.ofBody(FaultCode.INVALID_REQUEST_BODY, "The event has a property twice."));
      return Optional.empty();
    }
    require("eventType", envelope.eventType(), faults);
    if (envelope.eventType().filter(type -> !catalogue.has(type)).isPresent()) {
      faults.invalid("eventType", "'eventType' is not in the catalogue.");
    } else if (envelope.eventType().filter(EventTypes::isOwn).isPresent()) {
      faults.invalid("eventType", "'eventType' is a type of events that only this product makes.");
    }
    require("content", envelope.content(), faults);
    Optional<UUID> iTwinId = uuid("iTwinId", envelope.iTwinId(), faults);
    Optional<String> accountId = accountId(envelope, faults);
    Optional<UUID> messageId = uuid("messageId", envelope.messageId(), faults);
    Optional<String> enqueued = enqueued(envelope, faults);
    if (!faults.all().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Event(
            messageId.orElseGet(ownId),
            envelope.eventType().orElseThrow(),
            accountId,
            iTwinId,
            new EventPayload(envelope.content().orElseThrow(), enqueued.orElseThrow())));
  }

  private static void require(String name, Optional<?> property, Faults faults) {
    if (property.isEmpty() && !faults.has(name)) {
      missing(name, "'" + name + "' is missing.", faults);
    }
  }

  private static void missing(String name, String message, Faults faults) {
    faults.add(Fault.of(FaultCode.MISSING_REQUIRED_PROPERTY, name, message));
  }

  private static Optional<UUID> uuid(String name, Optional<String> text, Faults faults) {
    Optional<UUID> id = text.flatMap(Ids::parse);
    if (text.isPresent() && id.isEmpty()) {
      faults.invalid(name, "'" + name + "' is not a UUID.");
    }
    return id;
  }

  private static Optional<String> accountId(Envelope envelope, Faults faults) {
    Optional<AccountId> id = envelope.accountId().flatMap(AccountId::parse);
    if (envelope.accountId().isPresent() && id.isEmpty()) {
      faults.invalid("accountId", "'accountId' " + AccountId.RULE);
    }
    boolean given = envelope.accountId().isPresent() || envelope.iTwinId().isPresent();
    if (!given && !faults.has("iTwinId") && !faults.has("accountId")) {
      missing("iTwinId", "'iTwinId' or 'accountId' is required.", faults);
    }
    return id.map(AccountId::text);
  }

  private Optional<String> enqueued(Envelope envelope, Faults faults) {
    if (envelope.enqueuedDateTime().isEmpty()) {
      return Optional.of(Timestamps.utcMillis(clock.instant()));
    }
    Optional<String> enqueued = envelope.enqueuedDateTime().flatMap(EventRules::inUtc);
    if (enqueued.isEmpty()) {
      faults.invalid(
          "enqueuedDateTime",
          "'enqueuedDateTime' must be ISO 8601 of the years 0001 to 9999, such as"
              + " 2026-10-02T14:55:00.463Z.");
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
