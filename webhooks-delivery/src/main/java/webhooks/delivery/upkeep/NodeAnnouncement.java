package webhooks.delivery.upkeep;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.metric.history.NodeFigures;
import webhooks.domain.node.announcement.NodeRepository;
import webhooks.domain.node.announcement.NodeRepository.Identity;
import webhooks.settings.ProductVersion;

/**
 * Announces this node in the database, and writes what it has counted, for the administrators of
 * the product. One worker runs it.
 */
public final class NodeAnnouncement implements Runnable {
  /** The time between two announcements. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Logger LOG = Logger.getLogger(NodeAnnouncement.class.getName());

  /** The length of the column. */
  private static final int MAX_HOST = 255;

  private final UUID id = UUID.randomUUID();
  private final NodeRepository nodes;
  private final NodeFigures figures;
  private final Supplier<OptionalInt> port;
  private final Supplier<Optional<Instant>> brokerUnavailableSince;
  private final StopSignal stop;
  private String host = "";

  /**
   * Creates the announcement of a node that starts.
   *
   * @param port returns the port that the node answers requests on, as soon as it is known
   * @param brokerUnavailableSince returns, without blocking, since when the broker has not answered
   */
  public NodeAnnouncement(
      NodeRepository nodes,
      NodeFigures figures,
      Supplier<OptionalInt> port,
      Supplier<Optional<Instant>> brokerUnavailableSince,
      StopSignal stop) {
    this.nodes = nodes;
    this.figures = figures;
    this.port = port;
    this.brokerUnavailableSince = brokerUnavailableSince;
    this.stop = stop;
  }

  /** Writes that the node runs and what it has counted, unless it stops. */
  @Override
  public void run() {
    if (host.isEmpty()) {
      // Not in the constructor, because the look-up may take long.
      host = hostName();
    }
    if (!stop.isSet()) {
      nodes.announce(
          new Identity(id, host, ProductVersion.text()), port.get(), brokerUnavailableSince.get());
      figures.write(id);
    }
  }

  private static String hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return name.substring(0, Math.min(name.length(), MAX_HOST));
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /**
   * Removes the announcement and writes the last counts when the node has stopped, if the database
   * answers in time. Otherwise the counts are lost, and the announcement stays until it is old.
   *
   * @param threads makes the thread of the statement, which may hang with the database. It is no
   *     executor, because WildFly's take no task of an application that stops
   * @param limit how long to wait for it
   */
  public void withdraw(ThreadFactory threads, Duration limit) {
    StopSignal left = new StopSignal();
    try {
      Worker removal = Worker.of("Withdrawing the announcement", left, this::remove);
      removal.start(threads);
      removal.join(limit);
    } catch (RuntimeException e) {
      logFailure(e);
    } finally {
      // The application may be undeployed now. If the worker still hangs, it must not try again.
      left.set();
    }
  }

  /** Removes the announcement. Returns false, so that the worker ends. */
  private boolean remove() {
    try {
      nodes.remove(id);
      figures.writeLast(id);
    } catch (RuntimeException | Error e) {
      logFailure(e);
    }
    return false;
  }

  private static void logFailure(Throwable e) {
    LOG.log(Level.FINE, "The node's announcement stays until it is old", e);
  }
}
