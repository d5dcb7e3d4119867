package webhooks.domain.delivery;

import java.util.Set;

/** The rules about attempts that the statements of the queue and their callers share. */
public final class DeliveryRules {
  /**
   * The sum of attempts made and redeliveries requested from which on a delivery accepts no
   * redelivery, and a recovery does not bring its next retry forward. The retry schedule and the
   * recovery of a finished delivery may exceed it.
   */
  public static final int MAX_ATTEMPTS = 100;

  /**
   * The number of the last attempt that can be excused because this node was busy. Each such
   * attempt lasts as long as the time-out; without a bound, a node that is always busy would never
   * stop repeating them.
   */
  public static final int MAX_EXCUSED = 20;

  /**
   * The value of {@code attempts_before} that marks a lease as void: the delivery was requeued
   * after the activation of its lease had ended. If the node has begun the attempt of this lease,
   * the attempt is recorded, and the requested one follows. If not, the node never begins it, and
   * the next attempt is the requested one.
   */
  public static final int VOID_LEASE = -1;

  /**
   * The value of {@code attempts_before} that marks a delivery whose webhook's selection could not
   * be read at intake. It is not sent before a claim has asked the selection.
   */
  public static final int UNDECIDED = -2;

  /** The statuses that a recovery requeues unless it names others. */
  public static final Set<DeliveryStatus> RECOVERABLE =
      Set.of(DeliveryStatus.EXHAUSTED, DeliveryStatus.CANCELLED);

  private DeliveryRules() {}

  /**
   * Returns the number of the next attempt since the retry schedule last restarted, from 1.
   *
   * @param attempts the number of recorded attempts
   * @param attemptsBefore the number of attempts before the restart and of excused ones since, or
   *     {@link #VOID_LEASE}, or {@link #UNDECIDED}
   */
  public static int scheduled(int attempts, int attemptsBefore) {
    return attemptsBefore < 0 ? 1 : attempts + 1 - attemptsBefore;
  }
}
