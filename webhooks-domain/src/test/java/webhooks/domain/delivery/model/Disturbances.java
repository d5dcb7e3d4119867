package webhooks.domain.delivery.model;

/**
 * How often each kind of disturbance may still happen.
 *
 * @param crashes crashes and graceful stops of a node, which restarts with an empty memory
 * @param lostAnswers commits whose answer is lost, and writes that fail
 * @param pauses pauses of a process for longer than a lease
 * @param requeues redeliveries and recoveries
 * @param changes deactivations and activations of the webhook
 */
record Disturbances(int crashes, int lostAnswers, int pauses, int requeues, int changes) {
  Disturbances withoutCrash() {
    return new Disturbances(crashes - 1, lostAnswers, pauses, requeues, changes);
  }

  Disturbances withoutLostAnswer() {
    return new Disturbances(crashes, lostAnswers - 1, pauses, requeues, changes);
  }

  Disturbances withoutPause() {
    return new Disturbances(crashes, lostAnswers, pauses - 1, requeues, changes);
  }

  Disturbances withoutRequeue() {
    return new Disturbances(crashes, lostAnswers, pauses, requeues - 1, changes);
  }

  Disturbances withoutChange() {
    return new Disturbances(crashes, lostAnswers, pauses, requeues, changes - 1);
  }
}
