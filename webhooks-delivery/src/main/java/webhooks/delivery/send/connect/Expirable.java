package webhooks.delivery.send.connect;

/** What must be over within the time-out of an attempt, or else is ended. */
public interface Expirable {
  /** Returns when it began, by {@link System#nanoTime}. */
  long startedNanos();

  /** Tells whether it needs to be ended no more. */
  boolean isOver();

  /** Ends it; called once at most, by the thread of the deadlines. */
  void expire();
}
