package webhooks.domain.delivery.model;

import webhooks.domain.delivery.DeliveryStatus;

/**
 * The row of a delivery in the database. Each method is one SQL statement of {@code QueueTable} or
 * {@code RequeueRepository}, whose name its comment has.
 *
 * @param due when the delivery is due; for a leased delivery, when its lease ends
 * @param lease the token of the lease
 * @param attempts the number of the latest recorded attempt
 * @param attemptsBefore the number of attempts before the retry schedule last restarted
 * @param redeliveries how many attempts were requested beyond the present one
 */
record QueueRow(
    DeliveryStatus status,
    Due due,
    int lease,
    int attempts,
    int attemptsBefore,
    int redeliveries,
    int activation) {
  /** The column {@code lease} is null. */
  static final int NO_LEASE = 0;

  /** The column {@code due_at} beside the database's clock. */
  enum Due {
    /** Null: the delivery is in its webhook's backlog, or it is finished. */
    NEVER,
    /** A lease lasts for an attempt, or a retry is later. */
    LATER,
    /** A lease has not ended, but is too short for an attempt. */
    SOON,
    /** The delivery is due, or its lease has ended. */
    NOW
  }

  /** INSERT. */
  static QueueRow inserted(int lease, int activation) {
    Due due = lease == NO_LEASE ? Due.NEVER : Due.LATER;
    return new QueueRow(DeliveryStatus.PENDING, due, lease, 0, 0, 0, activation);
  }

  boolean isPending() {
    return status == DeliveryStatus.PENDING;
  }

  boolean isLeased() {
    return lease != NO_LEASE;
  }

  boolean isInBacklog() {
    return isPending() && due == Due.NEVER;
  }

  boolean isDue() {
    return isPending() && due == Due.NOW;
  }

  /** LEASE. */
  QueueRow leased(int token) {
    return with(Due.LATER, token, redeliveries);
  }

  /** RELEASE to the backlog, and MOVE_TO_BACKLOG. */
  QueueRow inBacklog() {
    return with(Due.NEVER, NO_LEASE, redeliveries);
  }

  /** RELEASE by a node that stops. */
  QueueRow released() {
    return with(Due.NOW, NO_LEASE, redeliveries);
  }

  /** No statement: time passes. */
  QueueRow later() {
    return with(due == Due.LATER && isLeased() ? Due.SOON : Due.NOW, lease, redeliveries);
  }

  /** No statement: a planted fault. */
  QueueRow withoutRedeliveries() {
    return with(due, lease, 0);
  }

  /** No statement: a planted fault. */
  QueueRow counted() {
    return new QueueRow(status, due, lease, attempts + 1, attemptsBefore, redeliveries, activation);
  }

  private QueueRow with(Due newDue, int newLease, int newRedeliveries) {
    return new QueueRow(
        status, newDue, newLease, attempts, attemptsBefore, newRedeliveries, activation);
  }

  /** CANCEL. */
  QueueRow cancelled() {
    return new QueueRow(
        DeliveryStatus.CANCELLED, Due.NEVER, NO_LEASE, attempts, attemptsBefore, 0, activation);
  }

  /** OUTCOME and AT_ONCE. */
  QueueRow recorded(DeliveryStatus outcome, int number, boolean deliverable) {
    boolean requeued = redeliveries > 0;
    boolean atOnce =
        outcome == DeliveryStatus.SUCCEEDED ? requeued && deliverable : requeued || !deliverable;
    Due newDue = outcome == DeliveryStatus.PENDING ? Due.LATER : Due.NEVER;
    return new QueueRow(
        atOnce ? DeliveryStatus.PENDING : outcome,
        atOnce ? Due.NOW : newDue,
        NO_LEASE,
        number,
        requeued ? number : attemptsBefore,
        requeued ? redeliveries - 1 : 0,
        activation);
  }

  /** REDELIVER. */
  QueueRow redelivered(WebhookVersion webhook) {
    boolean deliverable = webhook.isDeliverable(activation);
    if (isLeased()) {
      return requeued(webhook, due, redeliveries + 1);
    }
    if (!isPending() || !deliverable) {
      return requeued(webhook, Due.NOW, 0);
    }
    return requeued(webhook, Due.NOW, due == Due.LATER ? redeliveries : redeliveries + 1);
  }

  /** RECOVER. */
  QueueRow recovered(WebhookVersion webhook) {
    return isLeased() ? requeued(webhook, due, 1) : requeued(webhook, Due.NEVER, 0);
  }

  /** REQUEUE. */
  private QueueRow requeued(WebhookVersion webhook, Due newDue, int newRedeliveries) {
    return new QueueRow(
        DeliveryStatus.PENDING,
        newDue,
        lease,
        attempts,
        isLeased() ? attemptsBefore : attempts,
        newRedeliveries,
        webhook.activation());
  }
}
