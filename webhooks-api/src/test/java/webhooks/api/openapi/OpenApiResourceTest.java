package webhooks.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import webhooks.api.TestApi;

/** How the description is answered; what it says is for {@link OpenApiDocumentTest}. */
class OpenApiResourceTest {
  @RegisterExtension private static final TestApi api = new TestApi();

  @ParameterizedTest
  @CsvSource({
    "/openapi,,application/yaml",
    "/openapi,*/*,application/yaml",
    "/openapi,'text/html,*/*;q=0.8',application/yaml",
    "/openapi,text/html,application/yaml",
    "/openapi,application/vnd.oai.openapi,application/yaml",
    "/openapi,'application/yaml, application/json;q=0.5',application/yaml",
    "/openapi,'application/json, application/yaml',application/json",
    "/openapi,application/json,application/json",
    "/openapi,'Application/JSON; q=0.9, */*;q=0.1',application/json",
    "/openapi?format=JSON,,application/json",
    "/openapi?format=json,application/yaml,application/json",
    "/openapi?format=yaml,application/json,application/yaml",
    "/openapi?format=xml,,application/yaml",
    "/openapi/,application/yaml,application/yaml"
  })
  void answersRequestedFormatWithoutToken(String path, String accept, String type)
      throws Exception {
    TestApi.Call call = api.call("GET", path);
    TestApi.Answer answer = (accept == null ? call : call.header("Accept", accept)).send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo(type);
    assertThat(answer.response().body())
        .startsWith(type.endsWith("json") ? "{\"openapi\":" : "# The contract");
  }

  @Test
  @SuppressWarnings("unchecked") // An OpenAPI document is an object.
  void yamlAndJsonAreEqual() throws Exception {
    String text = get("/openapi").response().body();
    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(text);

    assertThat(get("/openapi?format=JSON").json())
        .isEqualTo(Json.createObjectBuilder((Map<String, Object>) yaml).build());
  }

  @Test
  void answersNotModifiedForKnownETag() throws Exception {
    TestApi.Answer answer = get("/openapi");
    String tag = answer.header("ETag");
    TestApi.Answer again = api.call("GET", "/openapi").header("If-None-Match", tag).send();

    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=300");
    assertThat(answer.header("Vary")).isEqualTo("Accept");
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.response().body()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(tag);
    assertThat(get("/openapi?format=JSON").header("ETag")).isNotEqualTo(tag);
    assertThat(api.call("GET", "/openapi").header("If-None-Match", "\"another\"").send().status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
  void refusesOtherMethods(String method) throws Exception {
    TestApi.Answer answer = api.call(method, "/openapi").send();

    assertThat(answer.summary()).isEqualTo("405 MethodNotAllowed");
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
  }

  private static TestApi.Answer get(String path) throws Exception {
    return api.call("GET", path).send();
  }
}
