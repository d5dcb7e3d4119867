package webhooks.domain.metric;

import java.time.Duration;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import webhooks.domain.database.Database;
import webhooks.domain.node.Node;
import webhooks.domain.node.NodeLoad;
import webhooks.domain.node.RunningNode;

/**
 * Adds the metrics of the deliveries and connections that this node uses now. The gauges are NaN
 * while the node does not run.
 */
final class PipelineMetrics {
  private static final String STATE = "state";

  /** Long enough for one scrape, short enough that the next one reads again. */
  private static final long MAX_AGE_NANOS = Duration.ofMillis(100).toNanos();

  private final Exposition exposition;
  private final RunningNode node;

  /** The latest load, which all gauges of one scrape share, because a read locks the slots. */
  private volatile Reading reading = new Reading(Optional.empty(), 0);

  private record Reading(Optional<NodeLoad> load, long nanos) {}

  private PipelineMetrics(Exposition exposition, RunningNode node) {
    this.exposition = exposition;
    this.node = node;
  }

  static void add(Exposition exposition, RunningNode node, Database database) {
    PipelineMetrics metrics = new PipelineMetrics(exposition, node);
    metrics.addPipeline();
    metrics.addConnections();
    exposition.histogram(
        "webhooks_database_connection_seconds",
        "How long the node waited for connections of the pool to the database",
        () -> Optional.of(database.connectionWaits()));
    exposition.counter(
        "webhooks.database.connection.failures",
        "How often the pool had no connection to the database, or a request did not get its turn",
        database::refusedConnections);
  }

  private void addPipeline() {
    gauge("webhooks.in.flight", "Requests under way", load -> load.slots().inFlight());
    gauge(
        "webhooks.in.flight.limit",
        "How many requests may be under way",
        load -> load.slots().maxInFlight());
    gauge(
        "webhooks.prefetched",
        "Leased deliveries that wait in memory for their request",
        NodeLoad::prefetched);
    gauge("webhooks.unrecorded", "Outcomes that wait for the database", NodeLoad::unrecorded);
    gauge(
        "webhooks.leased",
        "Leased deliveries: in flight, prefetched, unrecorded or to be returned",
        load -> load.slots().leased());
    gauge(
        "webhooks.leased.limit",
        "How many deliveries may be leased",
        load -> load.slots().maxLeased());
    exposition.histogram(
        "webhooks_claim_batch_size",
        "How many deliveries each claim leased; empty claims do not count",
        () -> node.get().map(Node::claimSizes));
  }

  private void addConnections() {
    String help = "Connections to receivers: in use by a request, or idle";
    gauge("webhooks.receiver.connections", help, load -> load.connections().inUse(), "in_use");
    gauge("webhooks.receiver.connections", help, load -> load.connections().idle(), "idle");
    gauge(
        "webhooks.receiver.connections.limit",
        "How many connections to receivers there may be",
        load -> load.connections().max());
  }

  private void gauge(String name, String help, ToDoubleFunction<NodeLoad> value) {
    exposition.gauge(name, help, () -> read(value));
  }

  private void gauge(String name, String help, ToDoubleFunction<NodeLoad> value, String state) {
    exposition.gauge(name, help, () -> read(value), STATE, state);
  }

  private double read(ToDoubleFunction<NodeLoad> value) {
    Reading latest = reading;
    long now = System.nanoTime();
    if (latest.load().isEmpty() || now - latest.nanos() > MAX_AGE_NANOS) {
      latest = new Reading(node.get().map(Node::load), now);
      reading = latest;
    }
    return latest.load().map(value::applyAsDouble).orElse(Double.NaN);
  }
}
