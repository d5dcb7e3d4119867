package webhooks.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestNormalizerTest {
  private static final String HOST = "http://webhooks:8080";

  @ParameterizedTest
  @CsvSource({
    "//webhooks/a%2Fb?c=%20d//e, /webhooks/a%2Fb?c=%20d//e",
    "///webhooks/, /webhooks/",
    "//, /",
    "/webhooks//a, /webhooks//a",
    "/webhooks?x=//, /webhooks?x=//"
  })
  void foldsLeadingSlashesAndNothingElse(String sent, String seen) {
    ContainerRequest request =
        new ContainerRequest(
            URI.create(HOST + "/"),
            URI.create(HOST + sent),
            "GET",
            null,
            new MapPropertiesDelegate(),
            null);
    new RequestNormalizer().filter(request);
    assertThat(request.getRequestUri()).hasToString(HOST + seen);
  }
}
