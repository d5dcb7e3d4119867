package webhooks.broker;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.broker.listener.ProducerNetwork;

/**
 * Limits the AMQP symbols and unknown descriptors that producers send. Artemis's decoder keeps each
 * of these names for as long as the process lives, once for all threads and once more in each.
 *
 * <p>Programs use the same few names for all their messages, so known names cost nothing. All new
 * names have a common bound. One network may use at most three times as much as it leaves free, so
 * it can't keep out the names of new programs elsewhere. Safe for several threads.
 */
final class KnownSymbols {
  /** The maximum of all names. Each counts with its length and {@link #NAME_BYTES}. */
  static final int MAX_BYTES = 1024 * 1024;

  /** About how many bytes the decoder needs for a name besides its length. */
  static final int NAME_BYTES = 256;

  /** The decoder keeps names for the process, so all its connections share one bound. */
  static final KnownSymbols OF_PROCESS = new KnownSymbols(System::nanoTime);

  private static final Logger LOG = Logger.getLogger(KnownSymbols.class.getName());
  private static final long WARNING_INTERVAL = Duration.ofMinutes(1).toNanos();

  private final LongSupplier clock;
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final Map<ProducerNetwork, Integer> bytesOfNetworks = new HashMap<>();
  private int bytes;
  private Long lastWarning;

  /**
   * Creates an empty set.
   *
   * @param clock returns nanoseconds, like {@link System#nanoTime}
   */
  KnownSymbols(LongSupplier clock) {
    this.clock = clock;
  }

  /** Returns a check of a connection's names. It adds new names while there is room for them. */
  Predicate<String> of(SocketAddress address) {
    ProducerNetwork network = ProducerNetwork.of(address);
    return name -> names.contains(name) || add(name, network, address);
  }

  private synchronized boolean add(String name, ProducerNetwork network, SocketAddress address) {
    int cost = NAME_BYTES + name.length();
    int used = bytesOfNetworks.getOrDefault(network, 0) + cost;
    // The same rule as ShareRule of the domain module, which an external broker does not have.
    boolean fits = used <= 3L * (MAX_BYTES - bytes - cost);
    if (fits && names.add(name)) {
      bytesOfNetworks.put(network, used);
      bytes += cost;
    } else if (!fits && !names.contains(name)) {
      warn(address);
      return false;
    }
    return true;
  }

  private void warn(SocketAddress address) {
    long now = clock.getAsLong();
    if (lastWarning == null || now - lastWarning >= WARNING_INTERVAL) {
      lastWarning = now;
      LOG.log(
          Level.WARNING,
          "The producer at {0} sends more new AMQP symbols than its address may, and is"
              + " disconnected. The broker keeps each symbol, such as the name of an annotation, in"
              + " memory. The producer must use the same names for all messages. The broker keeps"
              + " the names until its next start",
          address);
    }
  }
}
