package webhooks.bench.measure;

import java.util.Arrays;

/**
 * Counts the deliveries that arrive at the receiver, by event and webhook.
 *
 * <p>A delivery has the number of its event and, if several webhooks get each event, the number of
 * its webhook. Counts what arrived once too often, what is missing, and what nobody sent. The
 * methods are for one thread.
 */
public final class Arrivals {
  /** Receives each first arrival. */
  @FunctionalInterface
  public interface Listener {
    /** Is called with the number of the event and the time in milliseconds since 1970. */
    void arrived(long event, long millis);
  }

  private final int webhooks;
  private Listener listener = (event, millis) -> {};
  private byte[] counts = new byte[1 << 16];
  private long distinct;
  private long duplicates;
  private long unknown;
  private long refused;
  private long first = Long.MAX_VALUE;
  private long last;

  /**
   * Creates a count without arrivals.
   *
   * @param webhooks the number of webhooks that get each event
   */
  public Arrivals(int webhooks) {
    this.webhooks = webhooks;
  }

  /** Passes each first arrival to the listener from now on. */
  public void listen(Listener next) {
    listener = next;
  }

  /** Counts a delivery that the receiver accepted. */
  void accepted(long event, int webhook, long millis) {
    long place = event * webhooks + webhook;
    if (event < 0 || webhook < 0 || webhook >= webhooks || place >= Integer.MAX_VALUE - 8) {
      unknown++;
      return;
    }
    int index = (int) place;
    if (index >= counts.length) {
      counts = Arrays.copyOf(counts, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * index + 2));
    }
    if (counts[index] == 0) {
      counts[index] = 1;
      distinct++;
      first = Math.min(first, millis);
      last = Math.max(last, millis);
      listener.arrived(event, millis);
    } else {
      duplicates++;
      counts[index] = (byte) Math.min(Byte.MAX_VALUE, counts[index] + 1);
    }
  }

  /** Counts a line of the log that is about no event of this harness. */
  void unknown() {
    unknown++;
  }

  /** Counts a request that the receiver did not accept. */
  void refused() {
    refused++;
  }

  /** Returns the number of different deliveries that arrived. */
  public long distinct() {
    return distinct;
  }

  /** Returns the number of events that arrived at all their webhooks, if each got all before it. */
  public long events() {
    return distinct / webhooks;
  }

  /** Returns the number of deliveries that should have arrived and did not. */
  public long lost(long published) {
    long missing = 0;
    for (long index = 0; index < published * webhooks; index++) {
      missing += index < counts.length && counts[(int) index] != 0 ? 0 : 1;
    }
    return missing;
  }

  /** Returns the number of deliveries that arrived once too often, or that nobody published. */
  public long duplicates(long published) {
    return duplicates + unpublished(published);
  }

  /** Returns the number of deliveries that arrived and that nobody published. */
  long unpublished(long published) {
    long never = 0;
    for (long index = published * webhooks; index < counts.length; index++) {
      never += counts[(int) index] == 0 ? 0 : 1;
    }
    return unknown + never;
  }

  /** Returns how often a delivery arrived; at most 127, because more is not counted apart. */
  int count(long index) {
    return index < counts.length ? counts[(int) index] : 0;
  }

  /** Returns the number of requests that the receiver did not accept. */
  public long refusals() {
    return refused;
  }

  /** Returns the time of the first arrival in milliseconds since 1970. */
  public long firstMillis() {
    return first;
  }

  /** Returns the time of the last first arrival in milliseconds since 1970. */
  public long lastMillis() {
    return last;
  }
}
