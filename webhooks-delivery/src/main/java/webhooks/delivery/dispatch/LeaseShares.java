package webhooks.delivery.dispatch;

import java.util.EnumMap;
import java.util.Map;
import webhooks.delivery.dispatch.ReceiverPace.Kind;
import webhooks.delivery.dispatch.WebhookLeases.Use;
import webhooks.domain.node.NodeLoad;

/**
 * The two bounds of a node: how many deliveries it has leased, in number and in bytes, and how many
 * of these are in flight. Accounts, hosts and webhooks share each by {@link FairShare}.
 *
 * <p>Receivers that are not known to be quick have bounds of their own, so that what is leased for
 * them is in flight at once: slow ones half as many slots as requests may be in flight, new ones a
 * quarter, and all of them with the late ones three quarters. At a start, slow and new ones have
 * fewer, and one more with each attempt of their kind. Accounts share these bounds too. The last
 * quarter of what new ones may have is for accounts that hold no slot of a slow or late one. So
 * accounts whose receivers do not answer leave slots to others. Not safe for several threads.
 */
final class LeaseShares {
  /**
   * Bounds the bodies in memory; each attempt holds a second copy of its body. The first delivery
   * of an account may exceed the bound, until twice as much is used in all.
   */
  private static final long MAX_BYTES = 32 * 1024 * 1024;

  /** How many deliveries a node may have leased for each request that may be in flight. */
  private static final int LEASED_PER_REQUEST = 8;

  /** The slots of a kind at a start, before Java has compiled the code of handshakes. */
  private static final int FIRST_SLOTS = 64;

  private final int capacity;
  private final int maxInFlight;
  private final FairShare slots;
  private final FairShare inFlight;
  private final FairShare bytes = new FairShare(MAX_BYTES);

  /** The slots of receivers that are not known to be quick. */
  private final FairShare unproven;

  private final Map<Kind, Part> parts = new EnumMap<>(Kind.class);

  /** What receivers of one kind have of the bounds. */
  private record Part(FairShare slots, FairShare bytes) {
    static Part of(long maxSlots, long maxBytes) {
      return new Part(new FairShare(FIRST_SLOTS, Math.max(1, maxSlots)), new FairShare(maxBytes));
    }
  }

  /**
   * Creates the bounds of a node.
   *
   * @param maxInFlight the maximum of requests in flight; a multiple of it may be leased
   */
  static LeaseShares of(int maxInFlight) {
    return new LeaseShares(LEASED_PER_REQUEST * maxInFlight, maxInFlight);
  }

  /**
   * Creates bounds of which nothing is used.
   *
   * @param capacity the maximum of leased deliveries
   * @param maxInFlight the maximum of requests in flight
   */
  LeaseShares(int capacity, int maxInFlight) {
    this.capacity = capacity;
    this.maxInFlight = maxInFlight;
    this.slots = new FairShare(capacity);
    this.inFlight = new FairShare(maxInFlight);
    this.unproven = new FairShare(Math.max(1, maxInFlight - Math.max(1, maxInFlight / 4)));
    parts.put(Kind.SLOW, Part.of(maxInFlight / 2, MAX_BYTES / 2));
    parts.put(Kind.NEW, Part.of(maxInFlight / 4, MAX_BYTES / 4));
  }

  /** Returns how many deliveries may be leased, whatever their webhooks. */
  int free() {
    return bytes.used() < 2 * MAX_BYTES ? (int) (capacity - slots.used()) : 0;
  }

  /** Returns how many deliveries to receivers of a kind may be leased, whatever their accounts. */
  int free(Kind kind) {
    long left = capacity;
    if (kind != Kind.QUICK) {
      left = unproven.left();
    }
    if (parts.containsKey(kind)) {
      left = Math.min(left, parts.get(kind).slots().left());
    }
    return (int) Math.max(0, Math.min(left, free()));
  }

  /** Returns whether at most half of the slots are used. */
  boolean isHalfFree() {
    return slots.used() <= capacity / 2;
  }

  /** Returns whether one more delivery of a webhook may be leased. */
  boolean mayLease(WebhookLeases webhook) {
    Destination to = webhook.destination();
    Use use = webhook.use();
    return webhook.pace().mayLease(use.slots())
        && free(use.kind()) > 0
        && slots.admits(to, use.slots())
        && admits(bytes, to, use.bytes())
        && (use.kind() == Kind.QUICK || mayLease(parts.get(use.kind()), to, use));
  }

  private boolean mayLease(Part part, Destination to, Use use) {
    boolean isForOthers =
        use.kind() == Kind.NEW
            && free(Kind.NEW) <= part.slots().capacity() / 4
            && unproven.usedBy(to.account()) > part.slots().usedBy(to.account());
    return !isForOthers
        && unproven.admits(to, use.slotsOf(use.kind()))
        && part.slots().admits(to, use.slotsOf(use.kind()))
        && admits(part.bytes(), to, use.bytes());
  }

  /** Lets an account without a body in memory take one, whatever other accounts hold. */
  private static boolean admits(FairShare memory, Destination to, long used) {
    return memory.usedBy(to.account()) == 0 || memory.admits(to, used);
  }

  /** Returns whether one more request may be in flight, whatever its webhook. */
  boolean mayStart() {
    return inFlight.used() < maxInFlight;
  }

  /** Returns whether one more request of a webhook may be in flight. */
  boolean mayStart(WebhookLeases webhook) {
    return inFlight.admits(webhook.destination(), webhook.inFlight());
  }

  /** Changes a webhook, and counts what it uses from then on. */
  void change(WebhookLeases webhook, Runnable change) {
    Destination place = webhook.destination();
    Use before = webhook.use();
    change.run();
    Use now = webhook.use();
    Destination to = webhook.destination();
    slots.move(place, before.slots(), to, now.slots());
    inFlight.move(place, before.inFlight(), to, now.inFlight());
    bytes.move(place, before.bytes(), to, now.bytes());
    unproven.move(place, before.slotsUnlessQuick(), to, now.slotsUnlessQuick());
    parts.forEach(
        (kind, part) -> {
          part.slots().move(place, before.slotsOf(kind), to, now.slotsOf(kind));
          part.bytes().move(place, before.bytesOf(kind), to, now.bytesOf(kind));
        });
  }

  /** Adds a slot for receivers of a kind, because an attempt to one of them has ended. */
  void grow(Kind kind) {
    if (kind != Kind.QUICK) {
      parts.get(kind == Kind.LATE ? Kind.NEW : kind).slots().grow();
    }
  }

  /** Returns how much is in use. */
  NodeLoad.SlotUse use() {
    return new NodeLoad.SlotUse((int) inFlight.used(), maxInFlight, (int) slots.used(), capacity);
  }
}
