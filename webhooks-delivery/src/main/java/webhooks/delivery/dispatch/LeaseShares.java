package webhooks.delivery.dispatch;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import webhooks.delivery.dispatch.ReceiverPace.ReceiverKind;
import webhooks.delivery.dispatch.WebhookLeases.Use;
import webhooks.domain.node.NodeLoad;

/**
 * The two bounds of a node: how many deliveries it has leased, in number and in bytes, and how many
 * of these are in flight. Accounts, hosts and webhooks share each by {@link FairShare}.
 *
 * <p>Receivers that are not known to be quick have bounds of their own, so that their leased
 * deliveries are in flight at once. These bounds are parts of {@code max}, the number of requests
 * that may be in flight:
 *
 * <ul>
 *   <li>new receivers: a quarter of {@code max}
 *   <li>silent receivers: a quarter
 *   <li>slow receivers: half
 *   <li>new, late and silent receivers together: half
 *   <li>slow and silent receivers together: half
 *   <li>all of these together: three quarters
 * </ul>
 *
 * <p>At the node's start new, silent and slow receivers have fewer slots. Each attempt of a kind
 * adds one. Accounts share these bounds too. The last quarter of the slots for new receivers is for
 * accounts that hold no slot of a silent or late one. So accounts whose receivers do not answer
 * leave slots to others. Not safe for several threads.
 */
final class LeaseShares {
  /**
   * Bounds the bodies in memory; each attempt holds a second copy of its body. The first delivery
   * of an account may exceed the bound, until twice as much is used in all. Receivers that are not
   * known to be quick get no slot while their part of the bound is used up. A body counts from the
   * moment that this node has it, so the bodies of one transaction may exceed a bound together.
   */
  private static final long MAX_BYTES = 32 * 1024 * 1024;

  /** How many deliveries a node may have leased for each request that may be in flight. */
  private static final int LEASED_PER_REQUEST = 8;

  /** The slots of a kind at the node's start, before Java has compiled the code of handshakes. */
  private static final int FIRST_SLOTS = 64;

  private final int capacity;
  private final int maxInFlight;
  private final FairShare slots;
  private final FairShare inFlight;
  private final FairShare bytes = new FairShare(MAX_BYTES);

  private final Part newOnes;
  private final Part notAnswering;
  private final Map<ReceiverKind, List<Part>> parts = new EnumMap<>(ReceiverKind.class);
  private final List<Part> allParts;

  /** The bounds that receivers of these kinds share. */
  private record Part(Set<ReceiverKind> kinds, FairShare slots, FairShare bytes) {
    /** Returns how many slots are free: none while the bodies use up their part of the memory. */
    long left() {
      return bytes.left() > 0 ? slots.left() : 0;
    }

    boolean admits(Destination to, Use use) {
      return slots.admits(to, use.slotsOfKind()) && LeaseShares.admits(bytes, to, use.bytes());
    }

    void move(Destination from, Use before, Destination to, Use now) {
      slots.move(from, before.slotsOf(kinds), to, now.slotsOf(kinds));
      bytes.move(from, before.bytesOf(kinds), to, now.bytesOf(kinds));
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
    this.newOnes = part(1, ReceiverKind.NEW);
    Part slowOrSilent = part(2, ReceiverKind.SILENT, ReceiverKind.SLOW);
    Part notQuick =
        part(3, ReceiverKind.NEW, ReceiverKind.LATE, ReceiverKind.SILENT, ReceiverKind.SLOW);
    this.notAnswering = part(2, ReceiverKind.NEW, ReceiverKind.LATE, ReceiverKind.SILENT);
    parts.put(ReceiverKind.NEW, List.of(newOnes, notAnswering, notQuick));
    parts.put(ReceiverKind.LATE, List.of(notAnswering, notQuick));
    parts.put(
        ReceiverKind.SILENT,
        List.of(part(1, ReceiverKind.SILENT), slowOrSilent, notAnswering, notQuick));
    parts.put(ReceiverKind.SLOW, List.of(part(2, ReceiverKind.SLOW), slowOrSilent, notQuick));
    parts.put(ReceiverKind.QUICK, List.of());
    this.allParts = parts.values().stream().flatMap(List::stream).distinct().toList();
  }

  private Part part(int quarters, ReceiverKind... kinds) {
    long maximum = Math.max(1, (long) maxInFlight * quarters / 4);
    // Only the parts of one kind begin small and grow.
    long first = kinds.length == 1 ? FIRST_SLOTS : maximum;
    return new Part(
        EnumSet.copyOf(List.of(kinds)),
        new FairShare(first, maximum),
        new FairShare(MAX_BYTES * quarters / 4));
  }

  /** Returns how many deliveries may be leased, whatever their webhooks. */
  int free() {
    return bytes.used() < 2 * MAX_BYTES ? (int) (capacity - slots.used()) : 0;
  }

  /** Returns how many deliveries to receivers of a kind may be leased, whatever their accounts. */
  int free(ReceiverKind kind) {
    long left = free();
    for (Part part : parts.get(kind)) {
      left = Math.min(left, part.left());
    }
    return (int) Math.max(0, left);
  }

  /** Returns whether at most half of the slots are used. */
  boolean isHalfFree() {
    return slots.used() <= capacity / 2;
  }

  /** Returns whether one more delivery of a webhook may be leased. */
  boolean mayLease(WebhookLeases webhook) {
    Destination to = webhook.destination();
    Use use = webhook.use();
    return webhook.mayLease()
        && free(use.kind()) > 0
        && slots.admits(to, use.slots())
        && admits(bytes, to, use.bytes())
        && parts.get(use.kind()).stream().allMatch(part -> part.admits(to, use))
        && !isForOthers(to, use);
  }

  private boolean isForOthers(Destination to, Use use) {
    return use.kind() == ReceiverKind.NEW
        && free(ReceiverKind.NEW) <= newOnes.slots().capacity() / 4
        && notAnswering.slots().usedBy(to.account()) > newOnes.slots().usedBy(to.account());
  }

  /** Returns whether a body fits. The first one of an account does, whatever others hold. */
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
    allParts.forEach(part -> part.move(place, before, to, now));
  }

  /** Adds a slot for receivers of a kind, up to its bound, because an attempt to one has ended. */
  void grow(ReceiverKind kind) {
    ReceiverKind ended = kind == ReceiverKind.LATE ? ReceiverKind.NEW : kind;
    parts.get(ended).forEach(part -> part.slots().grow());
  }

  /** Returns how much is in use. */
  NodeLoad.SlotUse use() {
    return new NodeLoad.SlotUse((int) inFlight.used(), maxInFlight, (int) slots.used(), capacity);
  }
}
