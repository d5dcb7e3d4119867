package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.NotFoundException;
import java.net.URI;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void removesOnlyRepeatedLeadingSlashes(String sent, String seen) {
    ContainerRequest request = request(sent);
    new RequestNormalizer().filter(request);
    assertThat(request.getRequestUri()).hasToString(HOST + seen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " , ,", ", application/json"})
  void ignoresEmptyElementsOfAccept(String accept) {
    ContainerRequest request = request("/webhooks");
    request.header("Accept", accept);

    assertThatCode(() -> new RequestNormalizer().filter(request)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {";", ", text/html", "a"})
  void answersNotFoundForUnservedTypes(String accept) {
    ContainerRequest request = request("/webhooks");
    request.header("Accept", accept);

    assertThatThrownBy(() -> new RequestNormalizer().filter(request))
        .isInstanceOf(NotFoundException.class);
  }

  /** Clients of key sets ask for a type of their own, and servers refuse a malformed header. */
  @ParameterizedTest
  @ValueSource(strings = {"application/jwk-set+json", "a", ";", "text/html"})
  void keysAreServedWhateverTypeIsAccepted(String accept) {
    ContainerRequest request = request("/webhooks/a/keys");
    request.header("Accept", accept);

    new RequestNormalizer().filter(request);

    assertThat(request.getHeaderString("Accept")).isNull();
  }

  @Test
  void hidesTheTypeOfTheBodyFromJaxRs() {
    ContainerRequest request = request("/webhooks");
    request.header("Content-Type", "text/plain; charset=utf-8");
    request.header("webhooks-content-type", "application/json");

    new RequestNormalizer().filter(request);

    assertThat(request.getHeaderString("Content-Type")).isNull();
    assertThat(request.getHeaderString(RequestNormalizer.CONTENT_TYPE))
        .isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void callersCantSetTheHiddenType() {
    ContainerRequest request = request("/webhooks");
    request.header("webhooks-content-type", "application/json");

    new RequestNormalizer().filter(request);

    assertThat(request.getHeaderString(RequestNormalizer.CONTENT_TYPE)).isNull();
  }

  private static ContainerRequest request(String target) {
    return new ContainerRequest(
        URI.create(HOST + "/"),
        URI.create(HOST + target),
        "GET",
        null,
        new MapPropertiesDelegate(),
        null);
  }
}
