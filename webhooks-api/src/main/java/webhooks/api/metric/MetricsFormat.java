package webhooks.api.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A format of the metrics. */
enum MetricsFormat {
  /** Prometheus's text format, for all who do not ask for another one. */
  TEXT("text/plain", "0.0.4"),
  /** The text format of OpenMetrics. */
  OPEN_METRICS("application/openmetrics-text", "1.0.0");

  private final String type;
  private final String version;

  MetricsFormat(String type, String version) {
    this.type = type;
    this.version = version;
  }

  /** Returns the value of the header {@code Content-Type}. */
  String contentType() {
    return type + ";version=" + version + ";charset=utf-8";
  }

  /**
   * Returns OpenMetrics if the request prefers it to text, else text. Answers text also when no
   * requested format is available.
   *
   * @param accept the header, null if there is none
   */
  static MetricsFormat requested(String accept) {
    if (accept == null) {
      return TEXT;
    }
    List<String> ranges = Arrays.asList(accept.toLowerCase(Locale.ROOT).split(","));
    double openMetrics = OPEN_METRICS.quality(ranges);
    return openMetrics > 0 && openMetrics >= TEXT.quality(ranges) ? OPEN_METRICS : TEXT;
  }

  /** Returns the greatest quality that the ranges give to this format by its name; 0 for none. */
  private double quality(List<String> ranges) {
    return ranges.stream()
        .map(range -> Arrays.stream(range.split(";")).map(String::strip).toList())
        .filter(range -> range.get(0).equals(type) && hasVersion(range))
        .mapToDouble(MetricsFormat::weight)
        .max()
        .orElse(0);
  }

  private boolean hasVersion(List<String> range) {
    return range.stream()
        .filter(parameter -> parameter.startsWith("version="))
        .allMatch(("version=" + version)::equals);
  }

  private static double weight(List<String> range) {
    return range.stream()
        .filter(parameter -> parameter.matches("q=[01](\\.\\d{0,3})?"))
        .mapToDouble(parameter -> Double.parseDouble(parameter.substring(2)))
        .findFirst()
        .orElse(1);
  }
}
