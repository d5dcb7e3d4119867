package webhooks.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceSettingsTest {
  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
  private static final String HEADERS = "otel.exporter.otlp.headers";
  private static final String URL = "http://collector:4318";

  private static TraceSettings with(String... settings) {
    return TestSettings.with(settings).traces().orElseThrow();
  }

  @Test
  void nothingIsExportedWithoutAnEndpoint() {
    assertThat(TestSettings.with(HEADERS, "a=b", "otel.traces.sampler.arg", "1").traces())
        .isEmpty();
    assertThat(TestSettings.with(ENDPOINT, URL, "otel.sdk.disabled", "true").traces()).isEmpty();
  }

  @Test
  void hasTheDefaultsOfOpenTelemetryButBeginsNoTraces() {
    assertThat(with(ENDPOINT, URL + "/"))
        .isEqualTo(new TraceSettings(URI.create(URL), Map.of(), "webhooks", 0));
  }

  @Test
  void readsHeadersInTheEncodingOfUrls() {
    TraceSettings read =
        with(ENDPOINT, "https://c/otlp", HEADERS, "Authorization=Basic%20QQ+%3D, x-tenant = a=b ,");

    assertThat(read.headers()).isEqualTo(Map.of("Authorization", "Basic QQ+=", "x-tenant", "a=b"));
    assertThat(read.toString()).doesNotContain("Basic").doesNotContain("tenant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"novalue", "=b", "a b=c", "a=%zz", "a=b%0d%0ac: d", "a=%C3%A4"})
  void refusesHeadersThatNoRequestCanHave(String headers) {
    assertThatThrownBy(() -> with(ENDPOINT, "https://c", HEADERS, headers))
        .hasMessageStartingWith("Setting " + HEADERS + " must be")
        .hasMessageNotContaining(headers);
  }

  @Test
  void sendsHeadersOnlyWhereNobodyReadsThem() {
    assertThatThrownBy(() -> with(ENDPOINT, URL, HEADERS, "a=b")).hasMessageContaining(ENDPOINT);

    assertThat(with(ENDPOINT, "http://127.0.0.1:4318", HEADERS, "a=b").headers()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collector",
        "collector:4318",
        "//c",
        "ftp://c",
        "http://u:p@c",
        "http://c?x=1",
        "http:/c"
      })
  void refusesWhatIsNoUrlOfAReceiver(String endpoint) {
    assertThatThrownBy(() -> with(ENDPOINT, endpoint)).hasMessageContaining(ENDPOINT);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "0.25, 0.25", "1.0, 1", ".5, 0.5"})
  void readsTheRatio(String text, double ratio) {
    assertThat(with(ENDPOINT, URL, "otel.traces.sampler.arg", text).ratio()).isEqualTo(ratio);
  }

  @ParameterizedTest
  @CsvSource({
    "otel.traces.sampler.arg, 1.01",
    "otel.traces.sampler.arg, -1",
    "otel.traces.sampler.arg, NaN",
    "otel.traces.sampler, always_on",
    "otel.exporter.otlp.protocol, grpc",
    "otel.sdk.disabled, maybe"
  })
  void refusesWhatItCannotFollow(String key, String value) {
    assertThatThrownBy(() -> with(ENDPOINT, URL, key, value)).hasMessageContaining(key);
  }
}
