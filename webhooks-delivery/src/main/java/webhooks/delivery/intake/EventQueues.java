package webhooks.delivery.intake;

/** The two JMS queues of events. */
public final class EventQueues {
  /** The queue that producers send events to. */
  public static final String EVENTS = "webhooks.events";

  /** The queue of rejected events: messages that can never be accepted. */
  public static final String INVALID = "webhooks.events.invalid";

  /**
   * A JMS selector that leaves messages with the broker that a client can't receive without harm.
   *
   * <p>Artemis's client reads a text message into memory before its size can be asked for, so a
   * message of several hundred MiB would crash the process again and again. A compressed message
   * can be as large once the client has expanded it, whatever size it claims, and a message that
   * only claims to be compressed makes the client close its connection. Other brokers do not know
   * the properties and send all messages.
   */
  public static final String RECEIVABLE =
      "(_AMQ_LARGE_SIZE is null or _AMQ_LARGE_SIZE <= "
          + 4 * 1024 * 1024
          + ") and _AMQ_LARGE_COMPRESSED is null";

  private EventQueues() {}
}
