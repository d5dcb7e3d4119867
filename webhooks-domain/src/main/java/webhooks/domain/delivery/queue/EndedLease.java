package webhooks.domain.delivery.queue;

import webhooks.domain.delivery.DeliveryRules;

/**
 * The SQL expressions for the columns of a pending delivery when its lease ends without a recorded
 * attempt. After a void lease ({@link DeliveryRules#VOID_LEASE}) the next attempt is the requested
 * one, so that one request fewer is left.
 */
public final class EndedLease {
  /** The new number of attempts that are requested beyond the next one. */
  public static final String REDELIVERIES =
      "case when attempts_before = %d then redeliveries - 1 else redeliveries end"
          .formatted(DeliveryRules.VOID_LEASE);

  /** The new number of attempts before the retry schedule restarted. */
  public static final String ATTEMPTS_BEFORE =
      "case when attempts_before = %d then attempts else attempts_before end"
          .formatted(DeliveryRules.VOID_LEASE);

  private EndedLease() {}
}
