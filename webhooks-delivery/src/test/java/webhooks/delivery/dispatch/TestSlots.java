package webhooks.delivery.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import webhooks.delivery.dispatch.DeliverySlots.Start;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;

/** Slots of webhooks with an account and a host each, and the attempts that they adapt to. */
final class TestSlots {
  private TestSlots() {}

  /** Returns the destination of a webhook that shares neither account nor host with another. */
  static Destination alone(UUID webhook) {
    return new Destination("account of " + webhook, webhook + ".example.com");
  }

  /** Creates free slots for webhooks that share neither account nor host. */
  static DeliverySlots of(int capacity, int maxPerWebhook) {
    return of(capacity, maxPerWebhook, TestSlots::alone);
  }

  /**
   * Creates slots of a node that holds as many deliveries as may be in flight, and that has made
   * enough attempts to slow webhooks since its start.
   */
  static DeliverySlots of(
      int capacity, int maxPerWebhook, Function<UUID, Destination> destinations) {
    DeliverySlots slots = new DeliverySlots(capacity, capacity, maxPerWebhook, destinations);
    fail(slots, UUID.randomUUID(), AttemptError.TIMEOUT, capacity);
    return slots;
  }

  /** Creates free slots, of which these webhooks have earned as many as a webhook may. */
  static DeliverySlots earned(int capacity, int maxPerWebhook, UUID... webhooks) {
    DeliverySlots slots = of(capacity, maxPerWebhook);
    for (UUID webhook : webhooks) {
      answer(slots, webhook, maxPerWebhook);
    }
    return slots;
  }

  /** Has a receiver answer quickly a number of times. */
  static void answer(DeliverySlots slots, UUID webhook, int times) {
    for (int i = 0; i < times; i++) {
      slots.adapt(webhook, answer(200, 20));
    }
  }

  /** Has a number of attempts in a row fail. */
  static void fail(DeliverySlots slots, UUID webhook, AttemptError error, int times) {
    for (int i = 0; i < times; i++) {
      slots.adapt(webhook, failure(error));
    }
  }

  /** Starts as many requests of the webhook as can start now, and returns their number. */
  static int started(DeliverySlots slots, UUID webhook) {
    int started = 0;
    while (slots.start(webhook) == Start.STARTED) {
      started++;
    }
    return started;
  }

  static Attempt answer(int status, int millis) {
    return attempt(OptionalInt.of(status), Optional.empty(), millis);
  }

  static Attempt silence() {
    return failure(AttemptError.TIMEOUT);
  }

  private static Attempt failure(AttemptError error) {
    return attempt(OptionalInt.empty(), Optional.of(error), 5000);
  }

  private static Attempt attempt(OptionalInt status, Optional<AttemptError> error, int millis) {
    return new Attempt(
        Instant.EPOCH,
        Duration.ofMillis(millis),
        status,
        error,
        Optional.empty(),
        new byte[0],
        Optional.empty(),
        AttemptHeaders.NONE,
        Optional.empty());
  }
}
