package webhooks.domain.settings;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The settings of the export of spans, under the names that OpenTelemetry gives them. Without an
 * endpoint, no span is made.
 *
 * @param endpoint {@code otel.exporter.otlp.endpoint}: the base URL of an OTLP receiver; requests
 *     go to {@code /v1/traces} below it
 * @param headers {@code otel.exporter.otlp.headers}: headers of these requests, {@code
 *     name=value,…}, with values in the encoding of URLs; a credential
 * @param serviceName {@code otel.service.name}, webhooks: the name of this product in traces
 * @param ratio {@code otel.traces.sampler.arg}, 0: how many of the events without a trace begin a
 *     sampled trace, from 0 (none) to 1 (all)
 */
public record TraceSettings(
    URI endpoint, Map<String, String> headers, String serviceName, double ratio) {
  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
  private static final String HEADERS = "otel.exporter.otlp.headers";
  private static final String NAME = "otel.service.name";
  private static final String PROTOCOL = "otel.exporter.otlp.protocol";
  private static final String SAMPLER = "otel.traces.sampler";
  private static final String DISABLED = "otel.sdk.disabled";
  private static final String RATIO = "otel.traces.sampler.arg";
  private static final String DEFAULT_NAME = "webhooks";
  private static final String DEFAULT_RATIO = "0";
  private static final String ONLY_PROTOCOL = "http/protobuf";
  private static final String ONLY_SAMPLER = "parentbased_traceidratio";

  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");
  private static final Pattern PART = Pattern.compile("0|1|[01]?\\.\\d{1,9}");

  /** Copies the headers. */
  public TraceSettings {
    headers = Map.copyOf(headers);
  }

  /** Reads the settings. The result is empty if there is no endpoint. */
  static Optional<TraceSettings> read(SettingReader reader) {
    boolean off = reader.oneOf(DISABLED, "false", "true").equals("true");
    Optional<String> endpoint = reader.text(ENDPOINT).filter(url -> !off);
    if (endpoint.isEmpty()) {
      readWithoutEffect(reader);
    }
    return endpoint.map(url -> read(reader, url));
  }

  /**
   * Reads the settings that have no effect without an endpoint, so that they are listed and do not
   * count as misspelt. Any value is allowed.
   */
  private static void readWithoutEffect(SettingReader reader) {
    reader.text(HEADERS);
    reader.text(NAME, DEFAULT_NAME);
    reader.text(RATIO, DEFAULT_RATIO);
    reader.text(PROTOCOL, ONLY_PROTOCOL);
    reader.text(SAMPLER, ONLY_SAMPLER);
  }

  private static TraceSettings read(SettingReader reader, String endpoint) {
    // The product has one protocol and one sampler, and refuses any other.
    reader.oneOf(PROTOCOL, ONLY_PROTOCOL);
    reader.oneOf(SAMPLER, ONLY_SAMPLER);
    Map<String, String> headers = headers(reader);
    URI url =
        ServiceUrl.parse(endpoint)
            .orElseThrow(
                () ->
                    new InvalidSetting(
                        ENDPOINT, "must be an http or https URL without user, query and fragment"));
    if (!headers.isEmpty() && !ServiceUrl.isSecure(url)) {
      throw new InvalidSetting(
          ENDPOINT,
          "must be https, or http to this machine, because " + HEADERS + " are credentials");
    }
    return new TraceSettings(url, headers, reader.text(NAME, DEFAULT_NAME), ratio(reader));
  }

  private static Map<String, String> headers(SettingReader reader) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : reader.text(HEADERS).orElse("").split(",")) {
      if (!header.isBlank()) {
        String[] parts = header.strip().split("=", 2);
        // Without an equals sign there is no value: NUL, which no value may contain, is refused.
        String value = parts.length == 2 ? decoded(parts[1]) : "\0";
        if (!HEADER.matcher(parts[0].strip()).matches() || !VALUE.matcher(value).matches()) {
          throw invalidHeaders();
        }
        headers.put(parts[0].strip(), value);
      }
    }
    return headers;
  }

  /** Decodes {@code %20} and the like. A plus sign stays one. */
  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalidHeaders();
    }
  }

  private static InvalidSetting invalidHeaders() {
    return new InvalidSetting(
        HEADERS, "must be name=value, separated by commas, values in the encoding of URLs");
  }

  private static double ratio(SettingReader reader) {
    String text = reader.text(RATIO, DEFAULT_RATIO);
    if (!PART.matcher(text).matches() || Double.parseDouble(text) > 1) {
      throw new InvalidSetting(RATIO, "must be a number from 0 to 1, such as 0.01");
    }
    return Double.parseDouble(text);
  }

  /** Returns a description without the headers, which are credentials. */
  @Override
  public String toString() {
    return "TraceSettings[" + endpoint + "]";
  }
}
