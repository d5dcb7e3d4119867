package webhooks.it.harness.environment;

import java.util.Map;
import java.util.TreeMap;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.server.Product;

/**
 * The metrics of a node at a moment.
 *
 * @param samples the values by name and labels
 */
public record NodeMetrics(Map<String, Double> samples) {
  private static final String TEXT = "text/plain";

  /** Reads the metrics of the node, without a token. */
  public static NodeMetrics of(Product node) {
    Map<String, Double> samples = new TreeMap<>();
    text(node)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int end = line.lastIndexOf(' ');
              samples.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
            });
    return new NodeMetrics(samples);
  }

  /** Returns the metrics of the node in Prometheus's text format. */
  public static String text(Product node) {
    Answer answer = node.api().get("/metrics").header("Accept", TEXT).send().is(200);
    String type = answer.headers().firstValue("Content-Type").orElseThrow();
    if (!type.startsWith(TEXT)) {
      throw new IllegalStateException("The metrics are of type " + type);
    }
    return answer.body();
  }

  /** Returns a value; zero if there is none. */
  public double of(String sample) {
    double value = samples.getOrDefault(sample, 0.0);
    return Double.isNaN(value) ? 0 : value;
  }
}
