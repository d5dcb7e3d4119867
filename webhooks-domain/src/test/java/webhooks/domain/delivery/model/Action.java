package webhooks.domain.delivery.model;

/** What happens in a step of the model. */
enum Action {
  INTAKE_LEASES("node %1$d accepts event %2$d and leases its delivery"),
  INTAKE_BACKLOGS("node %1$d accepts event %2$d; its delivery is in the backlog"),
  INTAKE_MATCHES_NOTHING("node %1$d accepts event %2$d, which matches no active webhook"),
  INTAKE_REPEATS("node %1$d takes event %2$d again and acknowledges it"),
  CLAIM("node %1$d claims delivery %2$d"),
  CLAIM_BACKLOGS("node %1$d moves due delivery %2$d to the backlog"),
  CLAIM_CANCELS("node %1$d cancels delivery %2$d"),
  READ_WEBHOOK("node %1$d reads the webhook"),
  START("node %1$d starts an attempt of delivery %2$d"),
  GIVE_UP("node %1$d gives up delivery %2$d, whose lease is too short"),
  RETURN("node %1$d returns delivery %2$d to the backlog"),
  SUCCEED("node %1$d gets a success for delivery %2$d"),
  FAIL("node %1$d gets a failure for delivery %2$d"),
  RECORD("node %1$d records the outcome of delivery %2$d"),
  RECORD_LATE("node %1$d records the outcome of delivery %2$d under a former lease"),
  RETRY_IS_DUE("the retry of delivery %2$d becomes due"),
  LEASE_IS_SHORT("the lease of delivery %2$d becomes too short for an attempt"),
  LEASE_ENDS("the lease of delivery %2$d ends"),

  // From here on: disturbances, which the product does not need to reach its end.
  INTAKE_ANSWER_LOST("node %1$d leases delivery %2$d at intake, but gets no answer", false),
  INTAKE_NOT_ACKNOWLEDGED(
      "node %1$d leases delivery %2$d, but can't acknowledge event %2$d", false),
  ACKNOWLEDGE_AND_CRASH("node %1$d acknowledges event %2$d and crashes before it stores it", false),
  CLAIM_ANSWER_LOST("node %1$d claims delivery %2$d, but gets no answer", false),
  RETURN_FAILS("node %1$d fails to return delivery %2$d to the backlog", false),
  RECORD_ANSWER_LOST("node %1$d records the outcome of delivery %2$d, but gets no answer", false),
  LEASE_ENDS_IN_PAUSE("the lease of delivery %2$d ends during a pause of its node", false),
  CRASH("node %1$d crashes and restarts", false),
  STOP("node %1$d stops, releases its deliveries and restarts", false),
  REDELIVER("the owner redelivers delivery %2$d", false),
  RECOVER("the owner recovers delivery %2$d", false),
  RECOVER_RETRY("the owner ends the wait of delivery %2$d for its retry", false),
  DEACTIVATE("the owner deactivates the webhook", false),
  ACTIVATE("the owner activates the webhook", false);

  private final String text;
  private final boolean progress;

  Action(String text) {
    this(text, true);
  }

  Action(String text, boolean progress) {
    this.text = text;
    this.progress = progress;
  }

  /** Returns whether this happens by itself sooner or later, without an owner or a disturbance. */
  boolean isProgress() {
    return progress;
  }

  /** Returns what happens, with nodes and deliveries counted from 1. */
  String text(int node, int delivery) {
    return text.formatted(node + 1, delivery + 1);
  }
}
