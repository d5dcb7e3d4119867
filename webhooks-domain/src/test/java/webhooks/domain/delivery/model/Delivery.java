package webhooks.domain.delivery.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.DeliveryStatus;

/**
 * The specification of the state of a delivery, and of how it changes.
 *
 * <p>A delivery begins when its event matches its webhook: leased to the node that accepted the
 * event, or in the backlog of the webhook. A claim leases it to a node, which makes one attempt and
 * records the outcome. After a failure the delivery is due again by the retry schedule; at last it
 * succeeds or is exhausted. A lease that ends makes it due for any node. If the webhook is
 * deactivated, its activation ends, and the next claim cancels the delivery. An owner may requeue
 * it in each state.
 *
 * <p>The product has no such class: the SQL of the queue must do the same. Each method is what one
 * statement does to one row, and changes nothing where the statement leaves the row out. {@code
 * DeliverySqlTest} compares the two, and the model of the protocol is built of these methods.
 *
 * @param lease the token of the lease; it stays when the lease has ended, until the next claim
 * @param dueAt when the delivery is due, for a leased one when the lease ends; empty for one in the
 *     backlog and for a finished one
 * @param attempts the number of recorded attempts
 * @param attemptsBefore the number of attempts before the retry schedule restarted, and of excused
 *     ones since; {@link DeliveryRules#VOID_LEASE} if the lease is of an ended activation
 * @param redeliveries how many attempts owners have requested beyond the present one
 * @param activation the activation of the webhook that the delivery belongs to
 */
public record Delivery(
    DeliveryStatus status,
    Optional<UUID> lease,
    Optional<Instant> dueAt,
    int attempts,
    int attemptsBefore,
    int redeliveries,
    long activation) {

  /**
   * A delivery that is due within this time counts as due: a redelivery at the same moment may have
   * made it due, in a transaction that began later.
   */
  private static final Duration SAME_MOMENT = Duration.ofSeconds(1);

  /** The states of a delivery. The first three are those of a pending one. */
  public enum State {
    /** A node has the right to send the delivery, or had it until the lease ended. */
    LEASED,
    /** Any node may claim the delivery from a point in time on. */
    DUE,
    /** Any node may claim the delivery when its webhook has a free slot. */
    BACKLOG,
    /** The receiver accepted the delivery. */
    SUCCEEDED,
    /** Every attempt failed. */
    EXHAUSTED,
    /** The webhook was deactivated before the delivery succeeded. */
    CANCELLED
  }

  /**
   * The result of an attempt, to be recorded.
   *
   * @param lease the token of the lease that the attempt was made under
   * @param number the number of the attempt
   * @param status pending if the attempt failed and is to be repeated
   * @param retryAt when it is to be repeated
   * @param excused whether the node was too busy for the attempt, so that it uses up no place of
   *     the retry schedule
   */
  public record Result(
      UUID lease, int number, DeliveryStatus status, Instant retryAt, boolean excused) {}

  /** Returns a new delivery in the backlog of its webhook. */
  public static Delivery inBacklog(long activation) {
    return new Delivery(
        DeliveryStatus.PENDING, Optional.empty(), Optional.empty(), 0, 0, 0, activation);
  }

  /** Returns a new delivery that is leased to the node that accepted its event. */
  public static Delivery leased(UUID token, Instant leaseEnd, long activation) {
    return new Delivery(
        DeliveryStatus.PENDING, Optional.of(token), Optional.of(leaseEnd), 0, 0, 0, activation);
  }

  /** Returns the state. */
  public State state() {
    return switch (status) {
      case SUCCEEDED -> State.SUCCEEDED;
      case EXHAUSTED -> State.EXHAUSTED;
      case CANCELLED -> State.CANCELLED;
      case PENDING ->
          lease.isPresent() ? State.LEASED : dueAt.isPresent() ? State.DUE : State.BACKLOG;
    };
  }

  /** Returns whether the delivery is still to be sent. */
  public boolean isPending() {
    return status == DeliveryStatus.PENDING;
  }

  /** Returns whether a claim may take the delivery: from the backlog, or because it is due. */
  public boolean isClaimable(Instant now) {
    return isPending() && dueAt.filter(due -> due.isAfter(now)).isEmpty();
  }

  /** Returns whether the delivery has this lease, which may have ended. */
  public boolean hasLease(UUID token) {
    return isPending() && lease.filter(token::equals).isPresent();
  }

  /**
   * Returns whether the delivery was requeued after the activation of its lease ended. Its attempt
   * is recorded if the node has begun it, and one more follows. If the node has not begun it, it
   * never does: then the attempt is not owed, and the next one is the requested one.
   */
  public boolean isLeaseVoid() {
    return attemptsBefore == DeliveryRules.VOID_LEASE;
  }

  /** Leases the delivery to the node that claims it. */
  public Delivery claimed(UUID token, Instant leaseEnd, Instant now) {
    return isClaimable(now) ? unsent(Optional.of(token), Optional.of(leaseEnd)) : this;
  }

  /** Moves the delivery to the backlog, because its webhook has no free slot for this claim. */
  public Delivery movedToBacklog(Instant now) {
    return isClaimable(now) ? unsent(Optional.empty(), Optional.empty()) : this;
  }

  /** Ends a lease without an attempt, so that the delivery is due at once for any node. */
  public Delivery released(UUID token, Instant now) {
    return hasLease(token) ? unsent(Optional.empty(), Optional.of(now)) : this;
  }

  /** Ends a lease without an attempt, and moves the delivery to the backlog. */
  public Delivery returned(UUID token) {
    return hasLease(token) ? unsent(Optional.empty(), Optional.empty()) : this;
  }

  /** Ends the present lease, if there is one, under which no attempt will be recorded. */
  private Delivery unsent(Optional<UUID> newLease, Optional<Instant> newDueAt) {
    return new Delivery(
        status,
        newLease,
        newDueAt,
        attempts,
        isLeaseVoid() ? attempts : attemptsBefore,
        isLeaseVoid() ? redeliveries - 1 : redeliveries,
        activation);
  }

  /**
   * Cancels the delivery if its activation has ended.
   *
   * @param deliverable whether the activation is the webhook's present one
   */
  public Delivery cancelled(boolean deliverable) {
    return isPending() && !deliverable
        ? new Delivery(
            DeliveryStatus.CANCELLED,
            Optional.empty(),
            Optional.empty(),
            attempts,
            attemptsBefore,
            0,
            activation)
        : this;
  }

  /** Erases the payload: a pending delivery is cancelled, whatever its activation. */
  public Delivery erased() {
    return cancelled(false);
  }

  /**
   * Records an attempt. The delivery is due at once if it was requeued meanwhile, so that it is
   * sent again, and if it failed and its activation has ended, so that the next claim cancels it.
   *
   * @param deliverable whether the activation is the webhook's present one
   */
  public Delivery recorded(Result result, boolean deliverable, Instant now) {
    if (!hasLease(result.lease())) {
      return this;
    }
    boolean requeued = redeliveries > 0;
    boolean atOnce =
        result.status() == DeliveryStatus.SUCCEEDED
            ? requeued && deliverable
            : requeued || !deliverable;
    Optional<Instant> retry =
        result.status() == DeliveryStatus.PENDING
            ? Optional.of(result.retryAt())
            : Optional.empty();
    return new Delivery(
        atOnce ? DeliveryStatus.PENDING : result.status(),
        Optional.empty(),
        atOnce ? Optional.of(now) : retry,
        result.number(),
        requeued ? result.number() : attemptsBefore + (result.excused() ? 1 : 0),
        atOnce && requeued ? redeliveries - 1 : 0,
        activation);
  }

  /**
   * Requests one attempt more, also if one is due or in flight. A delivery of an ended activation
   * gets exactly one, whatever the activation owed.
   *
   * @param current the webhook's present activation, which the delivery then belongs to
   * @param deliverable whether the delivery belonged to it before
   */
  public Delivery redelivered(long current, boolean deliverable, Instant now) {
    if (hasMaxAttempts()) {
      return this;
    }
    Optional<Instant> newDueAt = lease.isPresent() ? dueAt : Optional.of(now);
    if (!isPending() || !deliverable) {
      return requeued(current, deliverable, newDueAt, lease.isPresent() ? 1 : 0);
    }
    boolean waitsForRetry =
        lease.isEmpty() && dueAt.filter(due -> due.isAfter(now.plus(SAME_MOMENT))).isPresent();
    return requeued(
        current, deliverable, newDueAt, waitsForRetry ? redeliveries : redeliveries + 1);
  }

  /**
   * Requests one attempt, if the delivery is finished without a success or of an ended activation.
   * It goes to the backlog, so that a large number delays no other webhook.
   *
   * @param current the webhook's present activation, which the delivery then belongs to
   * @param deliverable whether the delivery belonged to it before
   */
  public Delivery recovered(long current, boolean deliverable) {
    boolean matches = isPending() ? !deliverable : DeliveryRules.RECOVERABLE.contains(status);
    return matches
        ? requeued(
            current,
            deliverable,
            lease.isPresent() ? dueAt : Optional.empty(),
            lease.isPresent() ? 1 : 0)
        : this;
  }

  /**
   * Does the same, and also ends the wait for a retry, so that the next attempt is made now. A
   * delivery that is leased or due keeps its attempt, which is made now anyway. One that has {@link
   * DeliveryRules#MAX_ATTEMPTS} keeps its retry, because a restart of the schedule would repeat it
   * for ever.
   */
  public Delivery recoveredWithRetries(long current, boolean deliverable, Instant now) {
    boolean waits =
        isPending() && deliverable && lease.isEmpty() && dueAt.filter(now::isBefore).isPresent();
    return waits && !hasMaxAttempts()
        ? requeued(current, true, Optional.empty(), redeliveries)
        : recovered(current, deliverable);
  }

  private boolean hasMaxAttempts() {
    return attempts + redeliveries >= DeliveryRules.MAX_ATTEMPTS;
  }

  /** A leased delivery stays leased; its retry schedule restarts after the attempt. */
  private Delivery requeued(
      long current, boolean deliverable, Optional<Instant> newDueAt, int newRedeliveries) {
    int ofLeased = deliverable ? attemptsBefore : DeliveryRules.VOID_LEASE;
    return new Delivery(
        DeliveryStatus.PENDING,
        lease,
        newDueAt,
        attempts,
        lease.isPresent() ? ofLeased : attempts,
        newRedeliveries,
        current);
  }
}
