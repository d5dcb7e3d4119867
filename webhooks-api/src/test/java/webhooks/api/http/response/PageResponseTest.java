package webhooks.api.http.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.util.Optional;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.settings.TestSettings;
import webhooks.settings.InvalidSetting;

/** The links of a page, which do not depend on the address that the caller names. */
class PageResponseTest {
  private static final String PATH = "/webhooks/1/deliveries?$top=5";

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "https://hooks.example.com, https://hooks.example.com",
    "https://hooks.example.com/, https://hooks.example.com",
    "https://example.com/api, https://example.com/api"
  })
  void linksBeginWithThePublicUrl(String setting, String begin) {
    JsonObject links = links(setting);

    assertThat(links.getJsonObject("self").getString("href")).isEqualTo(begin + PATH);
    assertThat(links.getJsonObject("next").getString("href"))
        .isEqualTo(begin + PATH + "&continuationToken=a%2Fb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hooks.example.com", "ftp://example.com", "https://a:b@example.com"})
  void refusesWhatIsNoAddress(String setting) {
    assertThatThrownBy(() -> links(setting))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting webhooks.public-url must be ");
  }

  @Test
  void takesHttpOfANetworkBehindAProxy() {
    assertThat(links("http://hooks.internal").getJsonObject("self").getString("href"))
        .startsWith("http://hooks.internal/");
  }

  private static JsonObject links(String setting) {
    URI base = URI.create("http://chosen-by-the-caller.test/");
    ContainerRequest request =
        new ContainerRequest(
            base,
            base.resolve(PATH),
            "GET",
            null,
            new org.glassfish.jersey.internal.MapPropertiesDelegate(),
            null);
    Object body =
        new PageResponse(TestSettings.with("webhooks.public-url", setting))
            .of(request.getUriInfo(), "items", Json.createArrayBuilder(), Optional.of("a/b"))
            .getEntity();
    try (JsonReader reader = Json.createReader(new StringReader(body.toString()))) {
      return reader.readObject().getJsonObject("_links");
    }
  }
}
