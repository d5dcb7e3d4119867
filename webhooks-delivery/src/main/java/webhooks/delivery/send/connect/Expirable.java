package webhooks.delivery.send.connect;

/** An operation that is ended if it takes longer than the time-out of an attempt. */
public interface Expirable {
  /** Returns when the operation started, by {@link System#nanoTime}. */
  long startedNanos();

  /** Returns whether the operation has ended. */
  boolean isOver();

  /** Ends the operation. The deadline monitor calls it once at most. */
  void expire();
}
