package webhooks.domain.access;

import java.util.HashMap;
import java.util.Map;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/**
 * Limits how much of one resource the requests of this node use at the same time, in all and for
 * each client, so that one client leaves some of it to the others. With a reserve, several clients
 * together do so too.
 *
 * <p>No request waits: it gets its share at once or is refused. Safe for several threads.
 */
public final class ClientLimit {
  private final long max;
  private final long maxShared;
  private final long maxPerClient;
  private final String message;
  private final Map<String, Long> used = new HashMap<>();
  private long total;

  /**
   * Creates a limit of which nothing is used.
   *
   * @param max how much all requests may use
   * @param maxPerClient how much the requests of one client may use
   * @param message the message of a refusal
   */
  public ClientLimit(long max, long maxPerClient, String message) {
    this(max, max, maxPerClient, message);
  }

  private ClientLimit(long max, long maxShared, long maxPerClient, String message) {
    this.max = max;
    this.maxShared = maxShared;
    this.maxPerClient = maxPerClient;
    this.message = message;
  }

  /**
   * Returns a limit whose second half is for clients that use nothing yet. However much a few
   * clients use, each other client still gets something.
   *
   * @param max how much all requests may use
   * @param maxPerClient how much the requests of one client may use
   * @param message the message of a refusal
   */
  public static ClientLimit withReserve(long max, long maxPerClient, String message) {
    return new ClientLimit(max, max / 2, maxPerClient, message);
  }

  /** A share that is used until it is closed. */
  public final class Share implements AutoCloseable {
    private final String client;
    private long amount;

    private Share(String client) {
      this.client = client;
    }

    /**
     * Adds to the share.
     *
     * @throws Refusal {@code ServiceUnavailable} if less is free; the share stays as it is
     */
    public void add(long more) {
      use(client, more);
      amount += more;
    }

    /** Gives the whole share back. */
    @Override
    public void close() {
      use(client, -amount);
      amount = 0;
    }
  }

  /** Returns an empty share of the client. */
  public Share share(String client) {
    return new Share(client);
  }

  /**
   * Returns a share of the client.
   *
   * @throws Refusal {@code ServiceUnavailable} if less is free
   */
  public Share take(String client, long amount) {
    Share share = share(client);
    share.add(amount);
    return share;
  }

  private synchronized void use(String client, long more) {
    long before = used.getOrDefault(client, 0L);
    long ofClient = before + more;
    long maxTotal = before == 0 ? max : maxShared;
    if (more > 0 && (total + more > maxTotal || ofClient > maxPerClient)) {
      throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, message);
    }
    total += more;
    if (ofClient == 0) {
      used.remove(client);
    } else {
      used.put(client, ofClient);
    }
  }
}
