package webhooks.domain.subscription;

/**
 * How the owner of a webhook slows down its deliveries.
 *
 * @param paused whether no delivery may be sent now
 * @param pauses how many pauses the webhook has had: after each, a node begins with few requests
 * @param throttled whether the option {@code throttle} is set: only claims of its backlog lease
 *     deliveries
 */
public record Flow(boolean paused, int pauses, boolean throttled) {
  /** The flow of a webhook that was never paused and is not throttled. */
  public static final Flow FREE = new Flow(false, 0, false);

  /** Returns a flow. Most webhooks share one object. */
  public static Flow of(boolean paused, int pauses, boolean throttled) {
    return pauses == 0 && !throttled ? FREE : new Flow(paused, pauses, throttled);
  }
}
