package webhooks.domain.delivery;

import java.util.Set;

/** The rules about attempts that the statements of the queue and their callers share. */
public final class DeliveryRules {
  /**
   * The maximum sum of attempts made and redeliveries requested. A delivery that has reached it
   * accepts no redelivery, and a recovery does not bring its next retry forward.
   */
  public static final int MAX_ATTEMPTS = 100;

  /**
   * The number of the last attempt that a busy node excuses. Each such attempt lasts as long as the
   * time-out; without a bound, a node that is always busy would never stop repeating them.
   */
  public static final int MAX_EXCUSED = 20;

  /**
   * Marks a lease as void, in the place of a number of attempts: the delivery was requeued after
   * the activation of its lease had ended. Its attempt is recorded if the node has begun it, and
   * one more follows. If the node has not begun it, it never does: then the attempt is not owed,
   * and the next one is the requested one.
   */
  public static final int VOID_LEASE = -1;

  /** The statuses that a recovery requeues unless it names others. */
  public static final Set<DeliveryStatus> RECOVERABLE =
      Set.of(DeliveryStatus.EXHAUSTED, DeliveryStatus.CANCELLED);

  private DeliveryRules() {}

  /**
   * Returns the number of the next attempt since the retry schedule last restarted, from 1.
   *
   * @param attempts the number of recorded attempts
   * @param attemptsBefore the number of attempts before the restart and of excused ones, or {@link
   *     #VOID_LEASE}
   */
  public static int scheduled(int attempts, int attemptsBefore) {
    return attemptsBefore == VOID_LEASE ? 1 : attempts + 1 - attemptsBefore;
  }
}
