package webhooks.delivery.dispatch;

import static webhooks.delivery.dispatch.LeasePhase.IN_FLIGHT;
import static webhooks.delivery.dispatch.LeasePhase.RELEASED;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import webhooks.domain.delivery.LeasedDelivery;

/** The leases of one webhook in this node, and its receiver. Not safe for several threads. */
final class WebhookLeases {
  /**
   * How long a delivery may wait in memory: half of what its lease lasts beyond the time-out. It
   * waits for about a second, unless its receiver becomes slower.
   */
  static final Duration MAX_WAIT = Duration.ofSeconds(5);

  /** The prefetched ones, the longest waiting first. */
  final Deque<Held> prefetched = new ArrayDeque<>();

  /** The unrecorded outcomes with which the receiver asked for a pause, or is gone. */
  int pauses;

  private final UUID id;
  private ReceiverPace pace;
  private Destination destination;
  private int leased;
  private int inFlight;
  private long bytes;

  /** A lease whose delivery this node has. */
  static final class Held {
    final LeasedDelivery delivery;
    final WebhookLeases webhook;
    final long sinceNanos;
    LeasePhase phase = LeasePhase.RESERVED;

    Held(LeasedDelivery delivery, WebhookLeases webhook, long sinceNanos) {
      this.delivery = delivery;
      this.webhook = webhook;
      this.sinceNanos = sinceNanos;
    }
  }

  WebhookLeases(UUID id, Destination destination, ReceiverPace pace) {
    this.id = id;
    this.destination = destination;
    this.pace = pace;
  }

  UUID id() {
    return id;
  }

  Destination destination() {
    return destination;
  }

  ReceiverPace pace() {
    return pace;
  }

  /**
   * Changes the destination and begins again with this pace. Keeps the present one if the
   * destination was unknown: a claim may take slots before the node knows it.
   */
  void moveTo(Destination present, ReceiverPace first) {
    pace = destination.equals(Destination.UNKNOWN) ? pace : first;
    destination = present;
  }

  /**
   * Counts a lease that moves from one phase to another.
   *
   * @param size the bytes of the delivery's body
   */
  void move(LeasePhase from, LeasePhase to, int size) {
    leased += one(to != RELEASED) - one(from != RELEASED);
    inFlight += one(to == IN_FLIGHT) - one(from == IN_FLIGHT);
    bytes += (long) size * (one(to.holdsBody()) - one(from.holdsBody()));
  }

  private static int one(boolean counted) {
    return counted ? 1 : 0;
  }

  /** Returns how many requests are in flight. */
  int inFlight() {
    return inFlight;
  }

  /**
   * Returns whether the first delivery has waited too long, or its lease is too short to send it.
   */
  boolean waitsTooLong(long nowNanos, Duration timeout) {
    Held first = prefetched.peek();
    return first != null
        && (nowNanos - first.sinceNanos >= MAX_WAIT.toNanos()
            || !first.delivery.lease().outlasts(timeout));
  }

  /** Returns how many deliveries this node has leased and not recorded. */
  int leased() {
    return leased;
  }

  /**
   * Returns what the webhook uses now. What is leased of a slow webhook beyond its limit was
   * prefetched before it became slow, and does not keep other slow webhooks from their slots.
   */
  Use use() {
    boolean slow = pace.isSlow();
    return new Use(
        leased, slow ? Math.min(leased, pace.limit()) : 0, inFlight, bytes, slow ? bytes : 0);
  }

  /**
   * What a webhook uses of the bounds of a node.
   *
   * @param slots the deliveries that are leased
   * @param slowSlots those that count as a slow webhook's
   * @param inFlight the requests in flight
   * @param bytes the bodies in memory
   * @param slowBytes those that count as a slow webhook's
   */
  record Use(int slots, int slowSlots, int inFlight, long bytes, long slowBytes) {
    static final Use NONE = new Use(0, 0, 0, 0, 0);
  }
}
