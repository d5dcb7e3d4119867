package webhooks.delivery.dispatch;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import webhooks.delivery.dispatch.ReceiverPace.Kind;

/**
 * Webhooks that are known to have a backlog in the database, served in turn, with equal shares for
 * their accounts.
 *
 * <p>Webhooks of each {@link Kind} wait apart, and are not looked at while their kind has no free
 * slot. A webhook at its own bound waits until a lease of it ends, and one that rests until its
 * rest is over. So a claim costs what it leases, and not what waits. Safe for several threads.
 */
final class BackloggedWebhooks {
  private static final int MAX_SLOTS_PER_WEBHOOK = 1000;

  /** Bounds the rows that a claim reads, with the small ones of their bodies. */
  private static final int MAX_SLOTS = 2000;

  /** Bounds the time that a claim takes, for which the webhooks of other accounts wait. */
  private static final int MAX_SERVED_PER_ACCOUNT = 50;

  /** Bounds the webhooks of an account that a claim looks at and gives no slot. */
  private static final int MAX_REFUSED_PER_ACCOUNT = 8;

  /** Bounds the webhooks of a kind that a claim looks at and gives no slot, about. */
  private static final int MAX_REFUSED = 200;

  private final NodeLeases leases;
  private final LongSupplier ticker;
  private final Map<Kind, Map<String, Set<UUID>>> ready = new EnumMap<>(Kind.class);

  /** The kinds with few slots, the next to begin first. */
  private final Queue<Kind> notQuick =
      new ArrayDeque<>(EnumSet.complementOf(EnumSet.of(Kind.QUICK)));

  /** What each of them waits for, and where if it is for a slot. */
  private final Map<UUID, Place> places = new HashMap<>();

  /** The resting ones, the longest resting first. */
  private final Queue<Resting> resting = new ArrayDeque<>();

  private record Resting(UUID webhook, long sinceNanos) {}

  private record Place(Wait waitsFor, BacklogPlace among) {}

  /**
   * Where a backlog waits for slots.
   *
   * @param kind what is known of the receiver
   */
  record BacklogPlace(Kind kind, String account) {}

  /**
   * What a backlog gets.
   *
   * @param slots how many slots were taken
   * @param waitsFor what it waits for if there are none
   */
  record BacklogGrant(int slots, Wait waitsFor) {}

  /** What a backlog waits for. */
  enum Wait {
    NONE,
    /** Slots that others have. */
    FOR_SHARE,
    /** The end of a lease of the same webhook. */
    FOR_LEASE,
    /** The end of the rest after attempts without an answer. */
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
    for (Kind kind : Kind.values()) {
      ready.put(kind, new LinkedHashMap<>());
    }
  }

  synchronized void add(Collection<UUID> webhookIds) {
    for (UUID webhook : webhookIds) {
      if (!places.containsKey(webhook)) {
        makeReady(webhook, leases.place(webhook));
      }
    }
  }

  private void makeReady(UUID webhook, BacklogPlace place) {
    places.put(webhook, new Place(Wait.FOR_SHARE, place));
    ready
        .get(place.kind())
        .computeIfAbsent(place.account(), unused -> new LinkedHashSet<>())
        .add(webhook);
  }

  /**
   * Takes an equal share of the free slots for each account, divided evenly among its webhooks, as
   * far as slots are free: first for receivers that have few slots, because they are not known to
   * be quick. Their kinds begin in turn.
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
    takeSlots(reservation, Kind.QUICK, enough, taken);
    notQuick.add(notQuick.remove());
    return taken;
  }

  private void wake() {
    for (UUID webhook : leases.takeWoken()) {
      Place place = places.get(webhook);
      if (place != null && place.waitsFor == Wait.FOR_LEASE) {
        makeReady(webhook, leases.place(webhook));
      } else if (place != null && place.waitsFor == Wait.FOR_SHARE) {
        move(webhook, place.among);
      }
    }
    long now = ticker.getAsLong();
    while (!resting.isEmpty() && now - resting.element().sinceNanos >= ReceiverPace.REST_NANOS) {
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

  private void takeSlots(Reservation reservation, Kind kind, int enough, Map<UUID, Integer> taken) {
    Map<String, Set<UUID>> accounts = ready.get(kind);
    int free = Math.min(MAX_SLOTS, leases.free(kind));
    int share = Math.min(MAX_SLOTS_PER_WEBHOOK, free / Math.max(1, accounts.size()));
    int refused = 0;
    for (int left = accounts.size();
        left > 0 && refused < MAX_REFUSED && isFree(kind, enough);
        left--) {
      // Back to the end, behind the accounts that this call does not reach.
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

  private boolean isFree(Kind kind, int enough) {
    return leases.free(kind) > 0 && leases.free() >= enough;
  }

  /** Returns how many webhooks got nothing because others have the slots. */
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
      places.put(webhook, new Place(grant.waitsFor(), place));
      switch (grant.waitsFor()) {
        case NONE -> {
          places.remove(webhook);
          taken.put(webhook, grant.slots());
          served++;
        }
        case FOR_SHARE -> {
          refused++;
          queueAgain(webhook, place, webhooks);
        }
        case FOR_REST -> resting.add(new Resting(webhook, ticker.getAsLong()));
        default -> {
          // It waits for the end of one of its leases.
        }
      }
    }
    return refused;
  }

  /** What is known of a webhook may have changed while it waited. */
  private void queueAgain(UUID webhook, BacklogPlace former, Set<UUID> others) {
    BacklogPlace place = leases.place(webhook);
    if (place.equals(former)) {
      others.add(webhook);
    } else {
      makeReady(webhook, place);
    }
  }
}
