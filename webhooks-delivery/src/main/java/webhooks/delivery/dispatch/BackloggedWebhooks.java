package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import webhooks.delivery.dispatch.ReceiverPace.ReceiverKind;

/**
 * Serves the webhooks that are known to have a backlog in the database: in turn, with equal shares
 * for their accounts.
 *
 * <p>Webhooks of each {@link ReceiverKind} wait apart, and are skipped while their kind has no free
 * slot. A webhook at its own bound waits until one of its leases ends. A webhook that rests waits
 * until its rest is over. So the cost of a claim depends on the deliveries that it leases, not on
 * the webhooks that wait. Safe for several threads.
 */
final class BackloggedWebhooks {
  /** Leaves half of {@link #MAX_SLOTS} to other webhooks. */
  private static final int MAX_SLOTS_PER_WEBHOOK = 1000;

  /** Bounds the rows that a claim reads, and the small bodies that it reads with them. */
  private static final int MAX_SLOTS = 2000;

  /** Bounds the time that a claim takes, for which the webhooks of other accounts wait. */
  private static final int MAX_SERVED_PER_ACCOUNT = 50;

  /** Bounds the webhooks of an account that a claim tries and that get no slot. */
  private static final int MAX_REFUSED_PER_ACCOUNT = 8;

  /** Bounds approximately the webhooks of a kind that a claim tries and that get no slot. */
  private static final int MAX_REFUSED = 200;

  private final NodeLeases leases;
  private final LongSupplier ticker;
  private final Map<ReceiverKind, Map<String, Set<UUID>>> ready = new EnumMap<>(ReceiverKind.class);

  /** The kinds with few slots, the next to begin first. */
  private final Queue<ReceiverKind> notQuick =
      new ArrayDeque<>(EnumSet.complementOf(EnumSet.of(ReceiverKind.QUICK)));

  /** The states of all webhooks that wait here. */
  private final Map<UUID, BacklogState> states = new HashMap<>();

  /** The webhooks that rest, the one whose rest ends first at the head. */
  private final Queue<Resting> resting =
      new PriorityQueue<>((one, other) -> Long.signum(one.endNanos - other.endNanos));

  private record Resting(UUID webhook, long endNanos) {}

  /**
   * The wait of a backlog.
   *
   * @param among where it waits, if it waits for slots
   */
  private record BacklogState(BacklogWait waitsFor, BacklogPlace among) {}

  /**
   * Where a backlog waits for slots.
   *
   * @param kind what is known of the receiver
   */
  record BacklogPlace(ReceiverKind kind, String account) {}

  /**
   * The answer to a request of slots for a backlog.
   *
   * @param slots how many slots were taken
   * @param waitsFor what it waits for if there are none
   */
  record BacklogGrant(int slots, BacklogWait waitsFor) {}

  /** The reasons why a backlog waits. */
  enum BacklogWait {
    NONE,
    /** Slots that others have. */
    FOR_SHARE,
    /** The end of a lease of the same webhook. */
    FOR_LEASE,
    /** The end of the rest after attempts without an answer, or the throttle of the webhook. */
    FOR_REST
  }

  /**
   * Starts without webhooks.
   *
   * @param ticker the time in nanoseconds
   */
  BackloggedWebhooks(NodeLeases leases, LongSupplier ticker) {
    this.leases = leases;
    this.ticker = ticker;
    for (ReceiverKind kind : ReceiverKind.values()) {
      ready.put(kind, new LinkedHashMap<>());
    }
  }

  /** Adds webhooks that may have a backlog. Ignores the ones that wait here already. */
  synchronized void add(Collection<UUID> webhookIds) {
    for (UUID webhook : webhookIds) {
      if (!states.containsKey(webhook)) {
        makeReady(webhook, leases.place(webhook));
      }
    }
  }

  /** Adds throttled webhooks that may have a backlog, each to be served after a time. */
  synchronized void addLater(Map<UUID, Duration> webhooks) {
    webhooks.forEach(
        (webhook, wait) -> {
          BacklogState rests = new BacklogState(BacklogWait.FOR_REST, leases.place(webhook));
          if (states.putIfAbsent(webhook, rests) == null) {
            resting.add(new Resting(webhook, ticker.getAsLong() + wait.toNanos()));
          }
        });
  }

  /** Returns the time until the first rest ends, at most this. */
  synchronized long nanosToWait(long atMost) {
    return resting.isEmpty()
        ? atMost
        : Math.min(atMost, resting.element().endNanos - ticker.getAsLong());
  }

  private void makeReady(UUID webhook, BacklogPlace place) {
    states.put(webhook, new BacklogState(BacklogWait.FOR_SHARE, place));
    ready
        .get(place.kind())
        .computeIfAbsent(place.account(), unused -> new LinkedHashSet<>())
        .add(webhook);
  }

  /**
   * Takes slots for the webhooks, as far as slots are free. Each account gets an equal share, which
   * its webhooks divide evenly. Receivers that are not known to be quick come first, because their
   * kinds have few slots. These kinds begin in turn.
   *
   * <p>Forgets the webhooks that got slots. The caller adds a webhook again if its backlog is not
   * empty after the claim.
   *
   * @return the slots taken, by webhook
   */
  synchronized Map<UUID, Integer> takeSlots(Reservation reservation) {
    wake();
    Map<UUID, Integer> taken = new LinkedHashMap<>();
    int enough = Math.max(1, reservation.free() - MAX_SLOTS);
    notQuick.forEach(kind -> takeSlots(reservation, kind, enough, taken));
    takeSlots(reservation, ReceiverKind.QUICK, enough, taken);
    notQuick.add(notQuick.remove());
    return taken;
  }

  private void wake() {
    for (UUID webhook : leases.takeWoken()) {
      BacklogState state = states.get(webhook);
      if (state != null && state.waitsFor == BacklogWait.FOR_LEASE) {
        makeReady(webhook, leases.place(webhook));
      } else if (state != null && state.waitsFor == BacklogWait.FOR_SHARE) {
        move(webhook, state.among);
      }
    }
    long now = ticker.getAsLong();
    while (!resting.isEmpty() && now - resting.element().endNanos >= 0) {
      UUID webhook = resting.remove().webhook;
      makeReady(webhook, leases.place(webhook));
    }
  }

  private void move(UUID webhook, BacklogPlace former) {
    Map<String, Set<UUID>> accounts = ready.get(former.kind());
    Set<UUID> webhooks = accounts.get(former.account());
    webhooks.remove(webhook);
    if (webhooks.isEmpty()) {
      accounts.remove(former.account());
    }
    makeReady(webhook, leases.place(webhook));
  }

  private void takeSlots(
      Reservation reservation, ReceiverKind kind, int enough, Map<UUID, Integer> taken) {
    Map<String, Set<UUID>> accounts = ready.get(kind);
    int free = Math.min(MAX_SLOTS, leases.free(kind));
    int share = Math.min(MAX_SLOTS_PER_WEBHOOK, free / Math.max(1, accounts.size()));
    int refused = 0;
    for (int left = accounts.size();
        left > 0 && refused < MAX_REFUSED && isFree(kind, enough);
        left--) {
      // The account moves to the end, behind the accounts that this call does not reach.
      String account = accounts.keySet().iterator().next();
      Set<UUID> webhooks = accounts.remove(account);
      int ofWebhook = Math.max(1, share / webhooks.size());
      refused +=
          takeSlots(reservation, new BacklogPlace(kind, account), webhooks, ofWebhook, taken);
      if (!webhooks.isEmpty()) {
        accounts.put(account, webhooks);
      }
    }
  }

  private boolean isFree(ReceiverKind kind, int enough) {
    return leases.free(kind) > 0 && leases.free() >= enough;
  }

  /**
   * Takes slots for the webhooks of an account, and removes the ones that do not wait for slots any
   * more.
   *
   * @param share how many slots each webhook gets at most
   * @return how many webhooks got none because others have the slots
   */
  private int takeSlots(
      Reservation reservation,
      BacklogPlace place,
      Set<UUID> webhooks,
      int share,
      Map<UUID, Integer> taken) {
    int refused = 0;
    int served = 0;
    for (int left = webhooks.size();
        left > 0 && served < MAX_SERVED_PER_ACCOUNT && refused < MAX_REFUSED_PER_ACCOUNT;
        left--) {
      UUID webhook = webhooks.iterator().next();
      webhooks.remove(webhook);
      BacklogGrant grant = reservation.takeForBacklog(webhook, share);
      states.put(webhook, new BacklogState(grant.waitsFor(), place));
      switch (grant.waitsFor()) {
        case NONE -> {
          states.remove(webhook);
          taken.put(webhook, grant.slots());
          served++;
        }
        case FOR_SHARE -> {
          refused++;
          queueAgain(webhook, place, webhooks);
        }
        case FOR_REST ->
            resting.add(new Resting(webhook, ticker.getAsLong() + ReceiverPace.REST_NANOS));
        default -> {
          // It waits for the end of one of its leases.
        }
      }
    }
    return refused;
  }

  /** Queues a webhook at its present kind and account, which may have changed while it waited. */
  private void queueAgain(UUID webhook, BacklogPlace former, Set<UUID> others) {
    BacklogPlace place = leases.place(webhook);
    if (place.equals(former)) {
      others.add(webhook);
    } else {
      makeReady(webhook, place);
    }
  }
}
