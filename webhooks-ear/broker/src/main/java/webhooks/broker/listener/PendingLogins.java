package webhooks.broker.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Limits the connections that have not logged in: at most {@value #MAX}, each for about five
 * seconds, which include the handshake of TLS.
 *
 * <p>A new connection beyond the limit closes the oldest one of the network that has the most. So a
 * stranger with one address shuts nobody else out. If all have one address, as behind a proxy, a
 * producer gets in unless {@value #MAX} others connect while it logs in, which takes milliseconds.
 *
 * <p>The thread of a connection may need time until it closes the connection. While {@value #MAX}
 * connections of a network wait for that, no new one of this network gets in. While {@value
 * #MAX_CLOSING} of all networks wait, no new one gets in at all. Safe for several threads.
 */
final class PendingLogins {
  static final int MAX = 200;
  static final int MAX_CLOSING = 1_000;

  static final Duration MAX_TIME = Duration.ofSeconds(5);

  /** The time between two calls of {@link #closeExpired}. */
  static final Duration INTERVAL = Duration.ofMillis(200);

  private static final Logger LOG = Logger.getLogger(GuardedAcceptorFactory.class.getName());

  private final LongSupplier clock;

  /** The connections that may still log in, the oldest first. */
  private final Map<Channel, Origin> origins = new LinkedHashMap<>();

  /** The connections that wait until their threads close them, with their networks. */
  private final Map<Channel, ProducerNetwork> closing = new HashMap<>();

  private record Origin(ProducerNetwork network, long begin) {}

  /**
   * Creates an empty collection.
   *
   * @param clock returns nanoseconds, like {@link System#nanoTime}
   */
  PendingLogins(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Adds a new connection, which must log in or end. Closes another one if there are too many.
   * Returns false and adds nothing while too many others wait until their threads close them.
   */
  boolean add(Channel channel) {
    ProducerNetwork network = ProducerNetwork.of(channel.remoteAddress());
    List<Channel> surplus;
    synchronized (this) {
      if (tooManyAreClosing(network)) {
        return false;
      }
      origins.put(channel, new Origin(network, clock.getAsLong()));
      surplus = origins.size() > MAX ? List.of(oldestOfLargestNetwork()) : List.of();
      end(surplus);
    }
    channel.closeFuture().addListener(closed -> remove(channel));
    surplus.forEach(PendingLogins::close);
    return true;
  }

  private boolean tooManyAreClosing(ProducerNetwork network) {
    return closing.size() >= MAX_CLOSING
        || closing.size() >= MAX && Collections.frequency(closing.values(), network) >= MAX;
  }

  private void end(List<Channel> channels) {
    channels.forEach(channel -> closing.put(channel, origins.remove(channel).network));
  }

  /** Removes a connection that has logged in, or is closed. */
  synchronized void remove(Channel channel) {
    origins.remove(channel);
    closing.remove(channel);
  }

  /** Returns the number of connections without a login that are not closed. */
  synchronized int size() {
    return origins.size() + closing.size();
  }

  /** Closes the connections whose time is over, and logs their addresses. */
  void closeExpired() {
    expired().forEach(PendingLogins::closeExpired);
  }

  private static void closeExpired(Channel channel) {
    LOG.log(
        Level.INFO,
        "The connection from {0} is closed: it has not logged in for {1} seconds",
        new Object[] {channel.remoteAddress(), MAX_TIME.toSeconds()});
    close(channel);
  }

  private synchronized List<Channel> expired() {
    long latest = clock.getAsLong() - MAX_TIME.toNanos();
    List<Channel> expired =
        origins.entrySet().stream()
            .takeWhile(each -> each.getValue().begin - latest <= 0)
            .map(Map.Entry::getKey)
            .toList();
    end(expired);
    return expired;
  }

  /**
   * Closes a connection at once, from any thread. Sends no last message of TLS, because a stranger
   * could keep the connection open by not reading it.
   */
  static void close(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first == null) {
      channel.close();
    } else {
      first.close();
    }
  }

  /** Never returns the newest, which no thread serves yet. */
  private Channel oldestOfLargestNetwork() {
    Map<ProducerNetwork, Long> sizes =
        origins.values().stream()
            .collect(Collectors.groupingBy(Origin::network, Collectors.counting()));
    long largest = Collections.max(sizes.values());
    return origins.entrySet().stream()
        .filter(each -> sizes.get(each.getValue().network) == largest)
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
