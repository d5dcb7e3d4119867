package webhooks.broker;

/** The names of the two queues and of the topic, which are the same on every broker. */
public final class QueueNames {
  /** The queue that producers send events to. */
  public static final String EVENTS = "webhooks.events";

  /** The queue of the messages that can never be accepted. */
  public static final String INVALID = "webhooks.events.invalid";

  /** The topic of operational events, for operators. */
  public static final String OPERATIONS = "webhooks.operations";

  private QueueNames() {}
}
