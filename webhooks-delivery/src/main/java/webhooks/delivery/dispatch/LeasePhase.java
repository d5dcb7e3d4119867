package webhooks.delivery.dispatch;

/**
 * Where a lease is in this node, from the moment its slot is taken until the slot is free.
 *
 * <p>{@link #after} is the table of all transitions. {@link NodeLeases} makes no other. So each
 * slot is given back exactly once, and no outcome is forgotten before it is recorded.
 */
enum LeasePhase {
  /** There is no lease: the slot is free. */
  RELEASED,
  /** The slot is taken for a webhook, before the transaction that writes the lease. */
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
    /** The slot is not needed, or the lease is left to end by itself. */
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
          case RETURN -> isUnsent() ? RETURNING : null;
          case GIVE_UP -> isUnsent() || this == RETURNING ? RELEASED : null;
        };
    if (next == null) {
      throw new IllegalStateException("A lease that is " + this + " can't " + transition);
    }
    return next;
  }

  /** Returns whether the lease has no outcome yet, and its delivery need not be returned. */
  private boolean isUnsent() {
    return this == RESERVED || this == PREFETCHED || this == IN_FLIGHT;
  }

  /** Returns whether the node has the body of the delivery in memory. */
  boolean holdsBody() {
    return this != RELEASED && this != RESERVED;
  }
}
