package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import webhooks.delivery.dispatch.BackloggedWebhooks.BacklogGrant;
import webhooks.delivery.dispatch.BackloggedWebhooks.BacklogPlace;
import webhooks.delivery.dispatch.LeasePhase.Transition;
import webhooks.delivery.dispatch.ReceiverPace.ReceiverKind;
import webhooks.delivery.dispatch.StartOrder.StartDecision;
import webhooks.delivery.dispatch.WebhookLeases.Held;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.Slots;
import webhooks.domain.node.NodeLoad;

/**
 * The leases of this node, each in one {@link LeasePhase}.
 *
 * <p>A delivery takes a slot before it is leased, and gives it back when its outcome is recorded;
 * it is in flight only during its attempt. So the requests in flight never wait for the database.
 * {@link LeaseShares} and {@link ReceiverPace} say how many leases there may be, and how many in
 * flight; {@link StartOrder} says which request starts next. Safe for several threads.
 */
public final class NodeLeases implements Slots {
  private final Duration timeout;
  private final LongSupplier ticker;
  private final LeaseShares shares;
  private final KnownWebhooks webhooks;
  private final StartOrder order = new StartOrder();

  /** The leases beyond their reservation. A delivery that is leased again is another object. */
  private final Map<LeasedDelivery, Held> held = new IdentityHashMap<>();

  private final Set<Held> returning = new LinkedHashSet<>();
  private final BlockingQueue<Outcome> unrecorded = new LinkedBlockingQueue<>();
  private final LeaseSignals signals = new LeaseSignals();
  private final LeaseCounts counts;
  private boolean closed;

  /**
   * Creates the leases of a node that has none.
   *
   * @param timeout how long an attempt may take, if the webhook has no time-out of its own
   * @param ticker the time in nanoseconds
   */
  NodeLeases(LeaseShares shares, KnownWebhooks webhooks, Duration timeout, LongSupplier ticker) {
    this.shares = shares;
    this.webhooks = webhooks;
    this.timeout = timeout;
    this.ticker = ticker;
    this.counts = new LeaseCounts(shares, webhooks, signals);
  }

  @Override
  public synchronized int free() {
    return shares.free();
  }

  /** Returns how many slots are free for receivers of a kind. */
  synchronized int free(ReceiverKind kind) {
    return shares.free(kind);
  }

  /** Returns the kind and the account by which the backlog of a webhook shares slots. */
  synchronized BacklogPlace place(UUID webhookId) {
    WebhookLeases webhook = counts.find(webhookId);
    return new BacklogPlace(webhook.pace().kind(), webhook.destination().account());
  }

  @Override
  public synchronized int take(UUID webhookId, int wanted) {
    return counts.take(counts.find(webhookId), wanted);
  }

  /** Takes slots for the backlog of a webhook. */
  synchronized BacklogGrant takeForBacklog(UUID webhookId, int wanted) {
    return counts.takeForBacklog(counts.find(webhookId), wanted);
  }

  /** Returns the webhooks whose backlogs are tried again, as {@link LeaseCounts#takeWoken}. */
  synchronized List<UUID> takeWoken() {
    return counts.takeWoken();
  }

  /** Takes note of webhooks whose latest attempts, of any node, brought no answer. */
  synchronized void addSilent(Collection<UUID> webhookIds) {
    webhooks.addSilent(webhookIds);
  }

  @Override
  public synchronized void giveBack(UUID webhookId, int count) {
    for (int i = 0; i < count; i++) {
      counts.move(webhooks.busy(webhookId), LeasePhase.RESERVED, Transition.GIVE_UP, 0);
    }
  }

  /** Takes over a delivery that was leased with a reserved slot. */
  synchronized void hold(LeasedDelivery delivery) {
    WebhookLeases webhook = webhooks.busy(delivery.webhookId());
    Held lease = new Held(delivery, webhook, ticker.getAsLong());
    held.put(delivery, lease);
    if (closed || webhook.pauses > 0) {
      move(lease, Transition.RETURN);
    } else {
      move(lease, Transition.PREFETCH);
      webhook.prefetched.add(lease);
      order.add(webhook);
    }
  }

  /**
   * Starts the next request, if one may start now, and returns its delivery for the caller to send.
   * The caller then calls {@link #ended} or {@link #notSent}.
   */
  synchronized Optional<LeasedDelivery> next() {
    return shares.mayStart() ? order.next(this::mayStart).map(this::start) : Optional.empty();
  }

  private StartDecision mayStart(WebhookLeases webhook) {
    if (webhook.inFlight() >= webhook.pace().limit()) {
      return StartDecision.WEBHOOK_BUSY;
    }
    return shares.mayStart(webhook) ? StartDecision.MAY_START : StartDecision.SHARE_BUSY;
  }

  private LeasedDelivery start(WebhookLeases webhook) {
    Held lease = webhook.prefetched.remove();
    if (webhook.inFlight() == 0) {
      webhook.startedNanos = ticker.getAsLong();
    }
    lease.pace = webhook.pace();
    move(lease, Transition.START);
    return lease.delivery;
  }

  /** Ends an attempt, whose outcome waits for its record. Does nothing after {@link #abandon}. */
  synchronized void ended(Outcome outcome) {
    Held lease = held.get(outcome.delivery());
    if (lease == null) {
      return;
    }
    // First, because it can fail: then the lease is still in flight, and the caller gives it up.
    unrecorded.add(outcome);
    move(lease, Transition.END);
    // The attempt says nothing about the new host of a webhook whose URL has changed meanwhile.
    if (!outcome.isExcused() && counts.find(lease.webhook.id()).pace() == lease.pace) {
      adapt(lease.webhook.id(), outcome.attempt());
    }
    if (outcome.isPausing()) {
      lease.webhook.pauses++;
      returnPrefetched(lease.webhook);
    }
  }

  /** Adapts what a webhook may use, and what its kind shares, to the result of an attempt. */
  synchronized void adapt(UUID webhookId, Attempt attempt) {
    WebhookLeases webhook = counts.find(webhookId);
    shares.grow(webhook.pace().kind());
    counts.changePace(webhook, () -> webhook.pace().adapt(attempt));
    webhooks.store(webhook);
    counts.unpark(webhook);
  }

  /** Returns the outcomes that wait for their record, for the recorder to take. */
  BlockingQueue<Outcome> unrecorded() {
    return unrecorded;
  }

  /** Releases the leases of outcomes that were recorded, or that can never be recorded. */
  synchronized void recorded(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      Held lease = held.get(outcome.delivery());
      if (outcome.isPausing()) {
        // From now on claims and intake read the pause from the database.
        lease.webhook.pauses--;
      }
      move(lease, Transition.RECORD);
    }
    signals.wake();
  }

  /**
   * Ends a request without an outcome. Does nothing if it has one, or after {@link #abandon}.
   *
   * @param transition {@link Transition#RETURN}, or {@link Transition#GIVE_UP} to leave it until
   *     its lease ends
   */
  synchronized void notSent(LeasedDelivery delivery, Transition transition) {
    Held lease = held.get(delivery);
    if (lease != null && lease.phase == LeasePhase.IN_FLIGHT) {
      move(lease, transition);
    }
  }

  /**
   * Releases and returns the deliveries that are to return to their webhooks' backlogs: their
   * webhook is paused or was deactivated, or they have waited too long, or the node stops. Keeps
   * the deliveries of a webhook whose pause is not recorded: a claim would lease them again.
   *
   * <p>Also notes the receivers that have become late.
   */
  synchronized List<LeasedDelivery> takeReturned() {
    for (WebhookLeases webhook : webhooks.busy()) {
      if (webhook.waitsTooLong(ticker.getAsLong(), timeout)) {
        returnPrefetched(webhook);
      }
      if (webhook.isFirstAnswerLate(ticker.getAsLong())) {
        counts.changePace(webhook, webhook.pace()::becomeLate);
      }
    }
    List<LeasedDelivery> taken = new ArrayList<>();
    for (Held lease : List.copyOf(returning)) {
      if (lease.webhook.pauses == 0) {
        returning.remove(lease);
        move(lease, Transition.GIVE_UP);
        taken.add(lease.delivery);
      }
    }
    return taken;
  }

  private void returnPrefetched(WebhookLeases webhook) {
    webhook.prefetched.forEach(lease -> move(lease, Transition.RETURN));
    webhook.prefetched.clear();
    order.remove(webhook);
  }

  /** Starts no more requests. {@link #takeReturned} returns the prefetched deliveries. */
  synchronized void close() {
    closed = true;
    webhooks.busy().forEach(this::returnPrefetched);
  }

  /** Gives up and returns the deliveries without an outcome. Later outcomes are dropped. */
  synchronized List<LeasedDelivery> abandon() {
    returning.clear();
    List<Held> left =
        held.values().stream().filter(lease -> lease.phase != LeasePhase.UNRECORDED).toList();
    left.forEach(lease -> move(lease, Transition.GIVE_UP));
    return left.stream().map(lease -> lease.delivery).toList();
  }

  private void move(Held lease, Transition transition) {
    boolean ends = lease.phase == LeasePhase.IN_FLIGHT;
    lease.phase =
        counts.move(lease.webhook, lease.phase, transition, lease.delivery.event().size());
    if (lease.phase == LeasePhase.RELEASED) {
      held.remove(lease.delivery);
    } else if (lease.phase == LeasePhase.RETURNING) {
      returning.add(lease);
    }
    if (ends && !lease.webhook.prefetched.isEmpty()) {
      order.add(lease.webhook);
    }
  }

  /** Returns the signals that wake the threads that lease deliveries. */
  public LeaseSignals signals() {
    return signals;
  }

  /** Returns whether a lease waits for its outcome or its record, and not for its return. */
  synchronized boolean hasAttempts() {
    return shares.use().leased() > count(LeasePhase.RETURNING);
  }

  /** Returns how many leases are in a phase, which is not {@link LeasePhase#RELEASED}. */
  synchronized int count(LeasePhase phase) {
    return counts.of(phase);
  }

  /** Returns how many slots are in use. */
  synchronized NodeLoad.SlotUse use() {
    return shares.use();
  }
}
