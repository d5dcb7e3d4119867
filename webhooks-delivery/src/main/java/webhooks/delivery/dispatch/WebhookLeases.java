package webhooks.delivery.dispatch;

import static webhooks.delivery.dispatch.LeasePhase.IN_FLIGHT;
import static webhooks.delivery.dispatch.LeasePhase.RELEASED;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.UUID;
import webhooks.delivery.dispatch.ReceiverPace.ReceiverKind;
import webhooks.domain.delivery.LeasedDelivery;

/** The leases of one webhook in this node, and its receiver. Not safe for several threads. */
final class WebhookLeases {
  /**
   * How long a delivery may wait in memory: half of what its lease lasts beyond the time-out. It
   * waits for about a second, unless its receiver becomes slower.
   */
  static final Duration MAX_WAIT = Duration.ofSeconds(5);

  /** The prefetched leases, the longest waiting one first. */
  final Deque<Held> prefetched = new ArrayDeque<>();

  /** How many unrecorded outcomes say that the receiver asked for a pause, or is gone. */
  int pauses;

  /** Whether its backlog waits for one of its leases to end. */
  boolean parked;

  /** When a request started while no other one was in flight. */
  long startedNanos;

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

    /** The pace by which the attempt started. */
    ReceiverPace pace;

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

  /**
   * Returns whether one more delivery may be leased, as far as its receiver allows it. A throttled
   * webhook prefetches none: a delivery uses up the rate when it is leased.
   */
  boolean mayLease() {
    return pace.mayLease(leased) && (!destination.flow().throttled() || leased < pace.limit());
  }

  /** Returns how many requests are in flight. */
  int inFlight() {
    return inFlight;
  }

  /**
   * Returns whether the first delivery has waited too long, or its lease is too short to send it.
   *
   * @param usual the time-out of webhooks that have none of their own
   */
  boolean waitsTooLong(long nowNanos, Duration usual) {
    Duration timeout = destination.flow().timeout().orElse(usual);
    Held first = prefetched.peek();
    return first != null
        && (nowNanos - first.sinceNanos >= MAX_WAIT.toNanos()
            || !first.delivery.lease().outlasts(timeout));
  }

  /** Returns whether no attempt has ended, and requests are in flight for over a second. */
  boolean isFirstAnswerLate(long nowNanos) {
    return pace.kind() == ReceiverKind.NEW
        && inFlight > 0
        && nowNanos - startedNanos > ReceiverPace.SLOW.toNanos();
  }

  /** Returns how many deliveries this node has leased and not recorded. */
  int leased() {
    return leased;
  }

  /**
   * Returns what the webhook uses now. Deliveries that it leased beyond its limit were prefetched
   * while it was quick. They do not count in its kind, where they would keep others from slots.
   */
  Use use() {
    return new Use(pace.kind(), leased, Math.min(leased, pace.limit()), inFlight, bytes);
  }

  /**
   * What a webhook uses of the bounds of a node.
   *
   * @param kind what is known of its receiver
   * @param slots the deliveries that are leased
   * @param slotsOfKind how many of them count for the bounds of this kind
   * @param inFlight the requests in flight
   * @param bytes the bodies in memory
   */
  record Use(ReceiverKind kind, int slots, int slotsOfKind, int inFlight, long bytes) {
    /** Returns the slots that count as used by receivers of some kinds. */
    int slotsOf(Set<ReceiverKind> kinds) {
      return kinds.contains(kind) ? slotsOfKind : 0;
    }

    /** Returns the bytes that count as used by receivers of some kinds. */
    long bytesOf(Set<ReceiverKind> kinds) {
      return kinds.contains(kind) ? bytes : 0;
    }
  }
}
