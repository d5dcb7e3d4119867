package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import webhooks.delivery.dispatch.LeasePhase.Transition;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.subscription.Flow;

/** Leases of webhooks with an account and a host each, and the attempts that they adapt to. */
final class TestLeases {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private TestLeases() {}

  /** Returns the destination of a webhook that shares neither account nor host with another. */
  static Destination alone(UUID webhook) {
    return new Destination("account of " + webhook, webhook + ".example.com", Flow.FREE);
  }

  /** Creates the leases of a node that has made no attempt yet. */
  static NodeLeases create(
      LeaseShares shares,
      int maxPerWebhook,
      Function<UUID, Destination> destinations,
      LongSupplier ticker) {
    KnownWebhooks webhooks = new KnownWebhooks(shares, maxPerWebhook, destinations, ticker);
    return new NodeLeases(shares, webhooks, TIMEOUT, ticker);
  }

  /** Creates such leases with the time of this machine. */
  static NodeLeases create(
      LeaseShares shares, int maxPerWebhook, Function<UUID, Destination> destinations) {
    return create(shares, maxPerWebhook, destinations, System::nanoTime);
  }

  /** Creates leases of webhooks that share neither account nor host. */
  static NodeLeases of(int capacity, int maxPerWebhook) {
    return of(capacity, maxPerWebhook, TestLeases::alone);
  }

  /**
   * Creates the leases of a node that holds as many deliveries as may be in flight, and that has
   * made enough attempts to new and silent webhooks since its start.
   */
  static NodeLeases of(int capacity, int maxPerWebhook, Function<UUID, Destination> destinations) {
    NodeLeases leases = create(new LeaseShares(capacity, capacity), maxPerWebhook, destinations);
    for (int i = 0; i < capacity; i++) {
      fail(leases, UUID.randomUUID(), AttemptError.TIMEOUT, 2);
    }
    return leases;
  }

  /** Creates leases, of which these webhooks have earned as many as a webhook may. */
  static NodeLeases earned(int capacity, int maxPerWebhook, UUID... webhooks) {
    NodeLeases leases = of(capacity, maxPerWebhook);
    for (UUID webhook : webhooks) {
      answer(leases, webhook, maxPerWebhook);
    }
    return leases;
  }

  /** Has a receiver answer quickly a number of times. */
  static void answer(NodeLeases leases, UUID webhook, int times) {
    for (int i = 0; i < times; i++) {
      leases.adapt(webhook, answer(200, 20));
    }
  }

  /** Has a number of attempts in a row fail. */
  static void fail(NodeLeases leases, UUID webhook, AttemptError error, int times) {
    for (int i = 0; i < times; i++) {
      leases.adapt(webhook, failure(error));
    }
  }

  /** Leases as many deliveries of a webhook, and hands them over. */
  static List<LeasedDelivery> lease(NodeLeases leases, UUID webhook, int count) {
    assertThat(leases.take(webhook, count)).isEqualTo(count);
    return hold(leases, webhook, count);
  }

  /** Hands over deliveries whose slots are taken. */
  static List<LeasedDelivery> hold(NodeLeases leases, UUID webhook, int count) {
    List<LeasedDelivery> held = Stream.generate(() -> delivery(webhook, 0)).limit(count).toList();
    held.forEach(leases::hold);
    return held;
  }

  /** Returns a delivery with a body of this many bytes. */
  static LeasedDelivery delivery(UUID webhook, int bytes) {
    return delivery(webhook, bytes, Duration.ofSeconds(15));
  }

  /** Returns a delivery whose lease lasts this long. */
  static LeasedDelivery delivery(UUID webhook, Duration lease) {
    return delivery(webhook, 0, lease);
  }

  private static LeasedDelivery delivery(UUID webhook, int bytes, Duration lease) {
    return new LeasedDelivery(
        UUID.randomUUID(),
        webhook,
        1,
        1,
        1,
        EventBody.of(UUID.randomUUID(), new byte[bytes]),
        Lease.starting(lease));
  }

  /** Starts as many requests as can start now. */
  static List<LeasedDelivery> start(NodeLeases leases) {
    List<LeasedDelivery> started = new ArrayList<>();
    for (Optional<LeasedDelivery> next = leases.next(); next.isPresent(); next = leases.next()) {
      started.add(next.get());
    }
    return started;
  }

  /** Ends requests without an outcome. */
  static void end(NodeLeases leases, List<LeasedDelivery> started) {
    started.forEach(delivery -> leases.notSent(delivery, Transition.GIVE_UP));
  }

  /** Returns how many requests of the webhook can be in flight, if no other waits for one. */
  static int granted(NodeLeases leases, UUID webhook) {
    hold(leases, webhook, leases.take(webhook, 1000));
    List<LeasedDelivery> started = start(leases);
    for (List<LeasedDelivery> left = started; !left.isEmpty(); left = start(leases)) {
      end(leases, left);
    }
    return started.size();
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
