package webhooks.api.http.response;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads {@code Accept-Encoding}. */
class AcceptedEncodingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate | true",
        "GZIP;q=0.5 | true",
        "deflate | false",
        "gzip;q=0 | false",
        "x-gzip | false",
        " | false"
      })
  void readsHeader(String header, boolean accepts) {
    assertThat(AcceptedEncoding.isGzip(header)).isEqualTo(accepts);
  }
}
