package webhooks.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was spent up to a moment.
 *
 * @param nanos the moment
 * @param deliveries the number of deliveries that had arrived
 * @param cpuSeconds the CPU time of each part, in seconds
 * @param database the counters of the database; empty without PostgreSQL
 */
public record Snapshot(
    long nanos, long deliveries, Map<String, Double> cpuSeconds, Map<String, Long> database) {
  private static final double NANOS = 1e9;
  private static final double MICROS = 1e6;

  /** Returns the deliveries per second since the earlier snapshot. */
  public double rateSince(Snapshot earlier) {
    return (deliveries - earlier.deliveries) * NANOS / (nanos - earlier.nanos);
  }

  /** Returns the CPU time of all parts per delivery since the earlier snapshot, in microseconds. */
  public double microsPerDeliverySince(Snapshot earlier, String... parts) {
    double micros = 0;
    for (String part : parts) {
      micros += MICROS * (cpuSeconds.get(part) - earlier.cpuSeconds.get(part));
    }
    return micros / (deliveries - earlier.deliveries);
  }

  /** Returns what a delivery has cost since the earlier snapshot, by name. */
  public Map<String, Double> costsSince(Snapshot earlier) {
    double count = deliveries - earlier.deliveries;
    Map<String, Double> costs = new LinkedHashMap<>();
    for (String part : cpuSeconds.keySet()) {
      costs.put("cpu-us-" + part, microsPerDeliverySince(earlier, part));
    }
    database.forEach(
        (name, value) -> costs.put(name, (value - earlier.database.get(name)) / count));
    Double updates = costs.get("tuples-updated");
    if (updates != null && updates > 0) {
      costs.put("hot-share", costs.get("tuples-hot-updated") / updates);
    }
    return costs;
  }
}
