package webhooks.delivery.dispatch;

/**
 * The phases of a lease in this node, from the moment its slot is taken until the slot is free.
 *
 * <p>{@link #after} is the table of all transitions. {@link NodeLeases} makes no other. So each
 * slot is given back exactly once, and an outcome keeps its slot until it is recorded.
 */
enum LeasePhase {
  /** There is no lease: the slot is free. */
  RELEASED,
  /** The slot is taken for a webhook, and the transaction that writes the lease has not ended. */
  RESERVED,
  /** The delivery waits in memory until a request may be in flight for it. */
  PREFETCHED,
  /** The attempt is being made. */
  IN_FLIGHT,
  /** The attempt has ended, and its outcome waits for its record. */
  UNRECORDED,
  /** The delivery waits to be returned to the backlog of its webhook. */
  RETURNING;

  /** What happens to a lease. */
  enum Transition {
    /** A transaction takes the slot. */
    RESERVE,
    /** The lease is written, and its delivery is handed to this node. */
    PREFETCH,
    /** The request of the delivery starts. */
    START,
    /** The attempt ends with an outcome. */
    END,
    /** The outcome is recorded, or can never be recorded. */
    RECORD,
    /** The delivery may not be sent now, and another claim is to lease it. */
    RETURN,
    /** No lease uses the slot, or the delivery leaves this node: it returns, or its lease ends. */
    GIVE_UP
  }

  /**
   * Returns the phase after a transition.
   *
   * @throws IllegalStateException if a lease in this phase cannot make it
   */
  LeasePhase after(Transition transition) {
    LeasePhase next =
        switch (transition) {
          case RESERVE -> this == RELEASED ? RESERVED : null;
          case PREFETCH -> this == RESERVED ? PREFETCHED : null;
          case START -> this == PREFETCHED ? IN_FLIGHT : null;
          case END -> this == IN_FLIGHT ? UNRECORDED : null;
          case RECORD -> this == UNRECORDED ? RELEASED : null;
          case RETURN -> isBeforeOutcome() ? RETURNING : null;
          case GIVE_UP -> isBeforeOutcome() || this == RETURNING ? RELEASED : null;
        };
    if (next == null) {
      throw new IllegalStateException("A lease that is " + this + " can't " + transition);
    }
    return next;
  }

  /** Returns whether the lease may still get an outcome. */
  private boolean isBeforeOutcome() {
    return this == RESERVED || this == PREFETCHED || this == IN_FLIGHT;
  }

  /** Returns whether the node has the body of the delivery in memory. */
  boolean holdsBody() {
    return this != RELEASED && this != RESERVED;
  }
}
