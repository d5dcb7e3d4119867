package webhooks.api.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A format of the metrics. */
enum MetricsFormat {
  /** The text format of Prometheus, which is the default. */
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
   * Returns OpenMetrics if the request names it and prefers it to text, or names it before text
   * with the same weight, else text (RFC 9110, section 12.5.1). Answers text also when no requested
   * format is available.
   *
   * @param accept the values of the header {@code Accept}; empty if there is no header
   */
  static MetricsFormat requested(List<String> accept) {
    List<List<String>> ranges =
        accept.stream()
            .flatMap(value -> Arrays.stream(value.toLowerCase(Locale.ROOT).split(",")))
            .map(range -> Arrays.stream(range.split(";")).map(String::strip).toList())
            .toList();
    double openMetrics = OPEN_METRICS.quality(ranges, OPEN_METRICS.type).orElse(0);
    // The most specific range that the header has counts.
    double text =
        Stream.of(TEXT.type, "text/*", "*/*")
            .map(range -> TEXT.quality(ranges, range))
            .flatMapToDouble(OptionalDouble::stream)
            .findFirst()
            .orElse(0);
    boolean isNamedFirst =
        ranges.stream()
            .map(range -> range.get(0))
            .filter(List.of(OPEN_METRICS.type, TEXT.type)::contains)
            .findFirst()
            .filter(OPEN_METRICS.type::equals)
            .isPresent();
    boolean isPreferred = openMetrics > text || isNamedFirst && openMetrics == text;
    return openMetrics > 0 && isPreferred ? OPEN_METRICS : TEXT;
  }

  /** Returns the greatest quality that ranges with this name give to this format. */
  private OptionalDouble quality(List<List<String>> ranges, String name) {
    return ranges.stream()
        .filter(range -> range.get(0).equals(name) && hasVersion(range))
        .mapToDouble(MetricsFormat::weight)
        .max();
  }

  private boolean hasVersion(List<String> range) {
    return range.stream()
        .filter(parameter -> parameter.startsWith("version="))
        .allMatch(("version=" + version)::equals);
  }

  private static double weight(List<String> range) {
    return range.stream()
        .filter(parameter -> parameter.matches("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)"))
        .mapToDouble(parameter -> Double.parseDouble(parameter.substring(2)))
        .findFirst()
        .orElse(1);
  }
}
