package webhooks.domain.delivery.queue;

import webhooks.domain.delivery.DeliveryRules;

/**
 * The SQL expressions of a delivery's columns at the end of a lease under which no attempt was
 * recorded. If the lease was of an ended activation, its attempt is not owed ({@link
 * DeliveryRules#VOID_LEASE}).
 */
public final class EndedLease {
  /** How many more attempts the owner has asked for. */
  public static final String REDELIVERIES =
      "case when attempts_before = %d then redeliveries - 1 else redeliveries end"
          .formatted(DeliveryRules.VOID_LEASE);

  /** The attempts before the retry schedule began again. */
  public static final String ATTEMPTS_BEFORE =
      "case when attempts_before = %d then attempts else attempts_before end"
          .formatted(DeliveryRules.VOID_LEASE);

  private EndedLease() {}
}
